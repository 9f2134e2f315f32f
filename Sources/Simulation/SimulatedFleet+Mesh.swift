import Planning
import Transactions

/// Who is connected with whom, by which transport.
extension SimulatedFleet {
    /// A time in which no WireGuard of a domain carries anything.
    struct Outage {
        var begins: Double
        var ends: Double
    }

    func isReached(_ number: Int, _ now: Double) -> Bool {
        let place = terrain.places[number]
        guard isUp(place.host, now) else { return false }
        guard !place.isGateway else { return true }
        let scope = terrain.scopes[place.scope]
        if !place.uplinks.isEmpty {
            return scope.nodes.contains { place.uplinks.contains($0.host) && isUplinked($0, in: place.scope, now) }
        }
        guard let node = scope.nodes.first(where: { $0.host == place.host }) else { return true }
        return isUplinked(node, in: place.scope, now)
    }

    /// Whether a node is up and has a tunnel to some gateway that is, so that one can get to it through that gateway.
    private func isUplinked(_ node: Terrain.Member, in number: Int, _ now: Double) -> Bool {
        guard isUp(node.host, now) else { return false }
        let scope = terrain.scopes[number]
        guard !scope.gateways.isEmpty else { return true }
        let hasOld = dialsOld(node, in: number, now)
        let hasNew = node.opening.map { units[$0].isThere } ?? true && !isBlocked(number, now)
        return scope.gateways.contains { gateway in
            isUp(gateway.host, now) && (hasOld && servesOld(gateway) || hasNew && servesNew(gateway))
        }
    }

    /// Whether a node has a tunnel of its own.
    func isUplink(_ node: Terrain.Member) -> Bool { node.units.allSatisfy { terrain.places[$0].uplinks.isEmpty } }

    func isBlocked(_ scope: Int, _ now: Double) -> Bool {
        outages[scope].map { $0.begins <= now && now < $0.ends } ?? false
    }

    /// Whether a node's fastd runs: it has not closed it, or has gone back to it by itself.
    func dialsOld(_ node: Terrain.Member, in scope: Int, _ now: Double) -> Bool {
        guard let closing = node.closing, units[closing].hasClosed else { return true }
        return hasReturned(closing, in: scope, now)
    }

    /// Whether its probation has sent a node back: so long without a gateway, before it was over.
    func hasReturned(_ closing: Int, in scope: Int, _ now: Double) -> Bool {
        guard units[closing].isNew, let outage = outages[scope],
            let probation = terrain.plan.phases[terrain.places[closing].phase].playbook.probation
        else { return false }
        let confirmed = units[closing].confirmedAt
        let begins = max(outage.begins, confirmed)
        let returns = begins + 60 * Double(probation.withoutGateway)
        return begins - confirmed < 60 * Double(probation.settle) && returns < outage.ends && returns <= now
    }

    /// Whether a gateway still has fastd, or gets it back by itself.
    func servesOld(_ gateway: Terrain.Member) -> Bool {
        gateway.closing.map { !units[$0].isNew && units[$0].state != .revertFailed } ?? true
    }

    /// Whether a gateway has WireGuard, at least until nobody confirms it.
    func servesNew(_ gateway: Terrain.Member) -> Bool {
        gateway.opening.map { units[$0].isNew || units[$0].isPending } ?? true
    }

    /// Why a node has no gateway any more, when all is at rest; nil if it has.
    func isolation(of node: Terrain.Member, in scope: Terrain.Scope) -> String? {
        guard !scope.gateways.isEmpty else { return nil }
        let isNew = node.opening.map { units[$0].isNew } ?? true
        let isOld = node.opening.map { units[$0].isOld } ?? false
        if isNew, !scope.gateways.contains(where: servesNew) { return "runs WireGuard, and no gateway does" }
        guard isOld else { return nil }
        if let closing = node.closing, units[closing].isNew { return "has given fastd up, and has no WireGuard" }
        return scope.gateways.contains(where: servesOld) ? nil : "has fastd alone, which no gateway serves"
    }
}
