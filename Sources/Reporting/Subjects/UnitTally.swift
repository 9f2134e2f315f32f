/// How many transactions came to which end.
struct UnitTally {
    private var counts: [UnitEnd: Int] = [:]

    var total: Int { counts.values.reduce(0, +) }

    /// In the order of `UnitEnd`.
    var values: [Int] { UnitEnd.allCases.map { counts[$0] ?? 0 } }

    static func of(_ ends: some Sequence<UnitEnd>) -> UnitTally {
        var tally = UnitTally()
        for end in ends { tally.count(end) }
        return tally
    }

    mutating func count(_ end: UnitEnd) { counts[end, default: 0] += 1 }

    subscript(end: UnitEnd) -> Int { counts[end] ?? 0 }

    /// A column for each end.
    static func columns(of things: String) -> [Listing.Column] {
        UnitEnd.allCases.map { Listing.Column($0.rawValue, measure: "\(things) that are \($0.rawValue)") }
    }

    var cells: [ReportValue] { values.map(ReportValue.number) }
}
