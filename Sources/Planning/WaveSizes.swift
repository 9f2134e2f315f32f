/// How many devices each wave of a phase takes, one wave after the other.
struct WaveSizes {
    private let sizes: [WaveSize]
    /// Devices of the phase.
    private let total: Int
    private var position = 0

    /// - Parameters:
    ///   - sizes: as the rollout file has them; none for all devices at once.
    ///   - total: devices of the phase.
    init(_ sizes: [WaveSize], of total: Int) {
        self.sizes = sizes.isEmpty ? [.percent(100)] : sizes
        self.total = total
    }

    /// The next wave's size, one at least; the last one is repeated.
    mutating func next() -> Int {
        let size = sizes[min(position, sizes.count - 1)]
        position += 1
        switch size {
        case .count(let count):
            return max(count, 1)
        case .percent(let percent):
            // NaN and what no integer holds take all.
            let share = (Double(total) * percent / 100).rounded(.up)
            return share < Double(total) ? max(Int(share), 1) : max(total, 1)
        }
    }
}
