import FleetModel
import GRDB

/// What an import changes, as the history keeps it.
///
/// What changes all the time (clients, uptime, when a node was last seen, which gateway it has chosen) is left out: it
/// would bury the rest. The first nodes, gateways and domains of an inventory are no change.
struct InventoryHistory {
    private struct Fact<Value> {
        var name: String
        var text: (Value) -> String?

        init(_ name: String, _ text: @escaping (Value) -> String?) {
            self.name = name
            self.text = text
        }
    }

    /// Changes are forgotten after 400 days.
    static let retention = 400 * 86_400

    let importID: Int64
    /// Seconds since 1970.
    let time: Int
    let database: Database

    /// Writes down what distinguishes two inventories.
    func record(_ difference: FleetDifference, from old: Fleet?, to new: Fleet) throws {
        guard let old else { return }
        try record(difference.domains, "domain", from: old.domains, to: new.domains, Self.domainFacts, name: \.code)
        try record(
            difference.gateways,
            "gateway",
            from: old.gateways,
            to: new.gateways,
            Self.gatewayFacts,
            name: \.name
        )
        try record(
            difference.nodes,
            "node",
            from: old.nodes,
            to: new.nodes,
            Self.nodeFacts,
            name: \.id,
            title: \.hostname
        )
        try InventoryChangeRecord.filter(Column("time") < time - Self.retention).deleteAll(database)
    }

    private func record<Value>(
        _ changes: FleetDifference.Changes,
        _ subject: String,
        from old: [Value],
        to new: [Value],
        _ facts: [Fact<Value>],
        name: KeyPath<Value, String>,
        title: KeyPath<Value, String>? = nil
    ) throws {
        guard !changes.isEmpty, !old.isEmpty else { return }
        let touched = Set(changes.new + changes.changed + changes.gone)
        let before = Dictionary(old.filter { touched.contains($0[keyPath: name]) }.map { ($0[keyPath: name], $0) }) {
            $1
        }
        let after = Dictionary(new.filter { touched.contains($0[keyPath: name]) }.map { ($0[keyPath: name], $0) }) {
            $1
        }
        let write = { (value: Value, kind: PastChange.Kind, fact: String?, texts: (String?, String?)) in
            try InventoryChangeRecord(
                id: nil,
                importId: importID,
                time: time,
                subject: subject,
                name: value[keyPath: name],
                title: value[keyPath: title ?? name],
                kind: kind.rawValue,
                fact: fact,
                before: texts.0,
                after: texts.1
            ).insert(database)
        }
        for key in changes.new { if let value = after[key] { try write(value, .new, nil, (nil, nil)) } }
        for key in changes.gone { if let value = before[key] { try write(value, .gone, nil, (nil, nil)) } }
        for key in changes.changed {
            guard let one = before[key], let other = after[key] else { continue }
            for fact in facts where fact.text(one) != fact.text(other) {
                try write(other, .changed, fact.name, (fact.text(one), fact.text(other)))
            }
        }
    }

    private static var domainFacts: [Fact<Domain>] {
        [
            Fact("short_name") { $0.shortName }, Fact("dialect") { $0.dialect.rawValue }, Fact("seed") { $0.seed },
            Fact("fastd_instance") { $0.fastd?.instance }, Fact("fastd_interface") { $0.fastd?.interface },
            Fact("fastd_port") { ($0.fastd?.port).map(String.init) },
            Fact("wireguard_port") { String($0.wireGuard.port) }, Fact("mtu") { String($0.wireGuard.mtu) },
            Fact("prefix6") { $0.prefix6.joined(separator: " ") }, Fact("batman_interface") { $0.batmanInterface },
            Fact("bridge") { $0.bridge },
        ]
    }

    private static var gatewayFacts: [Fact<Gateway>] {
        [
            Fact("address") { $0.address }, Fact("port") { $0.port.map(String.init) },
            Fact("external_name") { $0.externalName }, Fact("domains") { $0.domains.joined(separator: " ") },
        ]
    }

    private static var nodeFacts: [Fact<Node>] {
        [
            Fact("hostname") { $0.hostname }, Fact("domain") { $0.domain }, Fact("address") { $0.address },
            Fact("state") { $0.state.rawValue }, Fact("model") { $0.model }, Fact("firmware") { $0.firmware },
            Fact("firmware_base") { $0.firmwareBase }, Fact("autoupdater_branch") { $0.autoupdaterBranch },
            Fact("online") { $0.online.map { $0 ? "yes" : "no" } }, Fact("fastd_key") { $0.fastdKey },
            Fact("wireguard_key") { $0.wireGuardKey },
        ]
    }
}

extension InventoryStore {
    /// What imports have changed since a point in time, in seconds since 1970; the latest first.
    package func changes(since time: Int) throws(StoreError) -> [PastChange] {
        try database.read { database in
            let sources = Dictionary(
                try InventoryImportRecord.fetchAll(database).compactMap { record in
                    record.id.map { ($0, record.source) }
                }
            ) { first, _ in first }
            return try InventoryChangeRecord.filter(Column("time") >= time).order(Column("id").desc).fetchAll(database)
                .compactMap { record in
                    guard let kind = PastChange.Kind(rawValue: record.kind) else { return nil }
                    return PastChange(
                        time: record.time,
                        source: sources[record.importId] ?? "",
                        subject: record.subject,
                        name: record.name,
                        title: record.title,
                        kind: kind,
                        fact: record.fact,
                        before: record.before,
                        after: record.after
                    )
                }
        }
    }
}
