/// What a wave may hold besides its size.
///
/// A rule never refuses a unit that would be alone.
protocol WaveRule {
    /// Forgets the last wave.
    mutating func beginWave()
    /// Whether the unit may join those that the current wave has; if so, it has it.
    mutating func admits(_ unit: UnitID) -> Bool
}

extension WaveRule {
    /// Divides units into waves.
    ///
    /// - Parameters:
    ///   - units: in the order in which they are wanted; one that a wave may not hold is the first of a later one.
    ///   - sizes: of the waves.
    /// - Returns: each unit once.
    func waves(of units: [UnitID], sizes: [WaveSize]) -> [[UnitID]] {
        var rule = self
        var sizes = WaveSizes(sizes, of: units.count)
        var waiting: [UnitID] = []
        var rest = units[...]
        var waves: [[UnitID]] = []
        while !waiting.isEmpty || !rest.isEmpty {
            let size = sizes.next()
            rule.beginWave()
            var wave: [UnitID] = []
            var refused: [UnitID] = []
            for unit in waiting {
                if wave.count < size, rule.admits(unit) { wave.append(unit) } else { refused.append(unit) }
            }
            while wave.count < size, let unit = rest.popFirst() {
                if rule.admits(unit) { wave.append(unit) } else { refused.append(unit) }
            }
            waiting = refused
            waves.append(wave)
        }
        return waves
    }
}
