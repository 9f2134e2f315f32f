import Planning
import Rollouts
import Transactions

/// What nobody may ask for, as things really are.
extension SimulatedFleet {
    /// Never all uplinks of an island at once, where it has more than one.
    ///
    /// - Returns: why this one must not be begun now.
    mutating func objection(toBeginning number: Int, _ now: Double) -> String? {
        guard let island = terrain.places[number].island else { return nil }
        let uplinks = terrain.islandUplinks[island]
        guard uplinks.count > 1 else { return nil }
        for uplink in uplinks where uplink.host != terrain.places[number].host {
            for unit in uplink.units { units[unit].settle(now) }
            guard uplink.units.contains(where: { units[$0].isPending }) else { return nil }
        }
        return "all other \(uplinks.count - 1) uplinks of its island are in between"
    }

    /// Closing is for those who have the new, and a gateway's for those whose nodes all do.
    ///
    /// - Returns: why this one must not be begun now.
    mutating func objection(toClosing number: Int, _ now: Double) -> String? {
        let place = terrain.places[number]
        guard place.unit.part == .close else { return nil }
        settle(place.scope, now)
        if let opening = place.opening, !units[opening].isNew { return "closes without being open" }
        guard place.isGateway else { return nil }
        let left = terrain.scopes[place.scope].nodes.flatMap(\.units).first { !units[$0].isNew }
        return left.map { "closes under \(terrain.places[$0].unit), which may need the old" }
    }

    /// The last that came goes first, and nobody is left with a transport that no gateway has.
    ///
    /// - Returns: why this one must not be taken back now.
    mutating func objection(toTakingBack number: Int, _ now: Double) -> String? {
        let place = terrain.places[number]
        settle(place.scope, now)
        guard units[number].isNew, place.unit.part == nil else { return nil }
        let scope = terrain.scopes[place.scope]
        if let closing = place.closing, !units[closing].isOld { return "is taken back under its own close" }
        if place.isGateway {
            let user = scope.nodes.flatMap(\.units).first {
                units[$0].isNew && !abandoned.contains(terrain.places[$0].host)
            }
            return user.map { "takes WireGuard away while \(terrain.places[$0].unit) uses it" }
        }
        guard !scope.gateways.isEmpty, !scope.gateways.contains(where: servesOld) else { return nil }
        return "is taken back to fastd, which no gateway serves"
    }

    private mutating func settle(_ scope: Int, _ now: Double) {
        for member in terrain.scopes[scope].gateways + terrain.scopes[scope].nodes {
            for unit in member.units { units[unit].settle(now) }
        }
    }
}
