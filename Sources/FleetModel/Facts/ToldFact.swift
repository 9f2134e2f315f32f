/// A fact of a node, and who told it.
package struct ToldFact: Sendable, Hashable {
    /// In snake case: `autoupdater_branch`.
    package var field: String
    package var source: FactSource
    /// When this source was first seen to tell what it tells of this node now: seconds since 1970.
    package var since: Int

    /// Of which word each fact of a node comes from, in the order of a node's fields.
    ///
    /// - Parameter words: what each source tells of one node.
    /// - Returns: one for each fact that anybody tells.
    package static func all(_ words: [(source: FactSource, since: Int, facts: NodeFacts)]) -> [ToldFact] {
        let strongestFirst = words.sorted { ($1.source.rank, $1.source.toldAt) < ($0.source.rank, $0.source.toldAt) }
        let newestFirst = words.sorted { one, other in
            let ones = (one.source.rank == .inventory ? 1 : 0, one.source.toldAt)
            let others = (other.source.rank == .inventory ? 1 : 0, other.source.toldAt)
            return ones > others
        }
        return NodeFacts.fields.compactMap { field in
            (field.isOfMoment ? newestFirst : strongestFirst).first { field.isTold($0.facts) }.map {
                ToldFact(field: field.name, source: $0.source, since: $0.since)
            }
        }
    }
}

extension NodeFacts {
    fileprivate struct Field {
        var name: String
        var isOfMoment = false
        var isTold: (NodeFacts) -> Bool
    }

    fileprivate static var fields: [Field] {
        [
            Field(name: "hostname") { $0.hostname != nil }, Field(name: "domain") { $0.domain != nil },
            Field(name: "address") { !$0.addresses.isEmpty }, Field(name: "model") { $0.model != nil },
            Field(name: "firmware") { $0.firmware != nil }, Field(name: "firmware_base") { $0.firmwareBase != nil },
            Field(name: "autoupdater_branch") { $0.autoupdaterBranch != nil },
            Field(name: "online", isOfMoment: true) { $0.online != nil },
            Field(name: "clients", isOfMoment: true) { $0.clients != nil },
            Field(name: "uptime", isOfMoment: true) { $0.uptime != nil },
            Field(name: "gateway", isOfMoment: true) { $0.gateway != nil },
            Field(name: "memory") { $0.memory != nil }, Field(name: "fastd_key") { $0.fastdKey != nil },
            Field(name: "wireguard_key") { $0.wireGuardKey != nil },
            Field(name: "state") { $0.state != nil || $0.usesFastd != nil || $0.usesWireGuard != nil },
            Field(name: "contact") { $0.contact != nil }, Field(name: "latitude") { $0.latitude != nil },
        ]
    }
}
