/// What distinguishes two inventories of one network.
package struct FleetDifference: Sendable, Hashable {
    /// Names of one kind of thing, each list in the order of its fleet.
    package struct Changes: Sendable, Hashable {
        package var new: [String] = []
        package var changed: [String] = []
        package var gone: [String] = []
        /// Those that are equal in both.
        package var unchangedCount = 0

        package init<Value: Equatable>(from old: [Value], to new: [Value], name: (Value) -> String) {
            if Self.isInOrder(old, name), Self.isInOrder(new, name) {
                compare(old, new, name)
                return
            }
            let before = Dictionary(old.map { (name($0), $0) }) { first, _ in first }
            for value in new {
                switch before[name(value)] {
                case nil: self.new.append(name(value))
                case value: unchangedCount += 1
                default: changed.append(name(value))
                }
            }
            let after = Set(new.map(name))
            gone = old.map(name).filter { !after.contains($0) }
        }

        package var isEmpty: Bool { new.isEmpty && changed.isEmpty && gone.isEmpty }

        private static func isInOrder<Value>(_ values: [Value], _ name: (Value) -> String) -> Bool {
            values.indices.dropFirst().allSatisfy { name(values[$0 - 1]) < name(values[$0]) }
        }

        /// Goes through both at once, as both are in the order of their names.
        private mutating func compare<Value: Equatable>(_ old: [Value], _ new: [Value], _ name: (Value) -> String) {
            var next = 0
            for value in old {
                let itsName = name(value)
                while next < new.count, name(new[next]) < itsName {
                    self.new.append(name(new[next]))
                    next += 1
                }
                guard next < new.count, name(new[next]) == itsName else {
                    gone.append(itsName)
                    continue
                }
                if new[next] == value { unchangedCount += 1 } else { changed.append(itsName) }
                next += 1
            }
            self.new += new[next...].map(name)
        }
    }

    /// Whether the community's own fields, the broker or the SSH defaults differ.
    package var changesSettings: Bool
    /// By code.
    package var domains: Changes
    /// By name.
    package var gateways: Changes
    /// By id.
    package var nodes: Changes
    /// By description; a link is there or not, and never changed.
    package var links: Changes

    /// Compares; `old` is nil before the first import.
    package init(from old: Fleet?, to new: Fleet) {
        changesSettings = old?.community != new.community || old?.broker != new.broker || old?.ssh != new.ssh
        domains = Changes(from: old?.domains ?? [], to: new.domains, name: \.code)
        gateways = Changes(from: old?.gateways ?? [], to: new.gateways, name: \.name)
        nodes = Changes(from: old?.nodes ?? [], to: new.nodes, name: \.id)
        links = Changes(from: old?.links ?? [], to: new.links, name: \.description)
    }

    package var isEmpty: Bool {
        !changesSettings && domains.isEmpty && gateways.isEmpty && nodes.isEmpty && links.isEmpty
    }
}
