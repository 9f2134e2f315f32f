import Planning

/// Finds out who belongs together in a plan.
struct Survey {
    private let plan: Plan
    private(set) var numbers: [UnitID: Int] = [:]
    private(set) var hosts: [String] = []
    private(set) var scopes: [Terrain.Scope] = []
    private(set) var islands: [[(host: Int, units: [Int])]] = []
    private var places: [Terrain.Place] = []
    private var hostPositions: [String: Int] = [:]
    private var scopePositions: [String: Int] = [:]
    private var islandPositions: [String: Int] = [:]

    init(_ plan: Plan) {
        self.plan = plan
    }

    mutating func add(_ unit: UnitID, in phase: Int) {
        let number = places.count
        numbers[unit] = number
        let host = Self.position(of: unit.host, in: &hostPositions) { hosts.append(unit.host) }
        let scope = Self.position(of: unit.scope, in: &scopePositions) {
            scopes.append(Terrain.Scope(name: unit.scope))
        }
        let isGateway = plan.phases[phase].playbook.target == .gateway
        let stake = plan.stakes[unit]
        var island: Int?
        if !isGateway, let stake {
            island = Self.position(of: stake.island, in: &islandPositions) { islands.append([]) }
        }
        let isUplink = stake?.isUplink ?? true
        if let island, isUplink { Self.add(number, of: host, to: &islands[island]) }
        let members = isGateway ? \Terrain.Scope.gateways : \Terrain.Scope.nodes
        Self.add(number, part: unit.part, of: host, to: &scopes[scope][keyPath: members])
        places.append(
            Terrain.Place(
                unit: unit,
                host: host,
                scope: scope,
                phase: phase,
                isGateway: isGateway,
                uplinks: [],
                isOffline: stake?.isOffline ?? false,
                island: island,
                clients: stake?.clients ?? 0
            )
        )
    }

    /// With what is known only when all are there.
    func finishedPlaces() -> [Terrain.Place] {
        places.map { place in
            var place = place
            let isUplink = plan.stakes[place.unit]?.isUplink ?? true
            if !isUplink, !place.isGateway, let island = place.island { place.uplinks = islands[island].map(\.host) }
            if !isUplink { place.island = nil }
            place.opening = place.unit.opening.flatMap { numbers[$0] }
            if place.unit.part == nil {
                place.closing = numbers[UnitID(host: place.unit.host, scope: place.unit.scope, part: .close)]
            }
            return place
        }
    }

    private static func position(of name: String, in known: inout [String: Int], isNew: () -> Void) -> Int {
        if let position = known[name] { return position }
        known[name] = known.count
        isNew()
        return known.count - 1
    }

    private static func add(_ number: Int, of host: Int, to uplinks: inout [(host: Int, units: [Int])]) {
        if let place = uplinks.firstIndex(where: { $0.host == host }) {
            uplinks[place].units.append(number)
        } else {
            uplinks.append((host, [number]))
        }
    }

    private static func add(_ number: Int, part: UnitID.Part?, of host: Int, to members: inout [Terrain.Member]) {
        let place = members.firstIndex { $0.host == host } ?? members.count
        if place == members.count { members.append(Terrain.Member(host: host)) }
        if part == nil { members[place].opening = number } else { members[place].closing = number }
    }
}
