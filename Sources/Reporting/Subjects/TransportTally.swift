import FleetModel

/// How many nodes use which transport.
struct TransportTally {
    private var counts = Array(repeating: 0, count: Node.State.allCases.count)

    static let columns = Node.State.allCases.map { state in
        Listing.Column(state.rawValue.replacing("-", with: "_"), measure: "nodes whose transport is \(state.rawValue)")
    }

    static let series = Node.State.allCases.map { BarChart.Series($0.rawValue, $0.tint) }

    var values: [Int] { counts }
    var cells: [ReportValue] { counts.map(ReportValue.number) }
    var total: Int { counts.reduce(0, +) }

    subscript(state: Node.State) -> Int { counts[state.position] }

    mutating func count(_ state: Node.State) { counts[state.position] += 1 }

    /// Of those that are to be switched: mesh-only nodes follow, and what is offline can't be.
    var share: ReportValue {
        let all = self[.fastd] + self[.dual] + self[.wireguard] + self[.unknown]
        return .percent(self[.wireguard], of: all)
    }
}

extension Node.State {
    fileprivate var position: Int {
        switch self {
        case .fastd: 0
        case .dual: 1
        case .wireguard: 2
        case .meshOnly: 3
        case .offline: 4
        case .unknown: 5
        }
    }

    /// How figures show it.
    var tint: Tint {
        switch self {
        case .fastd: .old
        case .dual: .both
        case .wireguard: .new
        case .meshOnly: .meshOnly
        case .offline: .absent
        case .unknown: .unknown
        }
    }
}
