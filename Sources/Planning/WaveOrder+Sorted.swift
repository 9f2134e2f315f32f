extension WaveOrder {
    /// Brings units into the order in which waves take them; equal ones keep theirs.
    func sorted(_ units: [UnitID], by stakes: [UnitID: Stake]) -> [UnitID] {
        let ranks: [(Int, Int)] = units.map { unit in
            let stake = stakes[unit]
            let dependents = stake?.dependents.count ?? 0
            let isUplink = stake?.isUplink ?? true
            return switch self {
            case .leavesFirst: (dependents, isUplink ? 1 : 0)
            case .uplinksFirst: (isUplink ? 0 : 1, 0)
            case .asListed: (0, 0)
            }
        }
        return units.indices.sorted { (ranks[$0].0, ranks[$0].1, $0) < (ranks[$1].0, ranks[$1].1, $1) }
            .map { units[$0] }
    }
}
