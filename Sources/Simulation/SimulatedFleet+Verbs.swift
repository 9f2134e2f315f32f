import FleetModel
import Planning
import Rollouts
import Transactions

/// What devices answer to whoever takes a domain back, in the words of the device script.
extension SimulatedFleet {
    /// One verb of the script, as a command line has it.
    struct Verb {
        var word: String
        /// A transaction or a scope.
        var name: String?
        var fence: Int?

        private static let words: Set = ["list", "hold", "release", "status", "rollback", "drain", "undrain"]

        init?(_ command: String) {
            let words = command.split(whereSeparator: { " ;".contains($0) }).map { $0.filter { $0 != "'" } }
            guard let place = words.firstIndex(where: Self.words.contains) else { return nil }
            word = words[place]
            name = place + 1 < words.count && !words[place + 1].hasPrefix("-") ? words[place + 1] : nil
            fence = words.firstIndex(of: "--fence").flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }
        }
    }

    static let rollout = "r"

    /// Numbers of a host's units.
    private func units(of host: Int) -> [Int] { terrain.places.indices.filter { terrain.places[$0].host == host } }

    func unit(called id: String, on host: Int) -> Int? { units(of: host).first { transaction($0) == id } }

    private func transaction(_ number: Int) -> String {
        TransactionBuilder.id(of: terrain.places[number].unit, attempt: units[number].attempt, in: Self.rollout)
    }

    /// - Returns: a refusal; nil if the device goes on.
    mutating func fence(_ token: Int?, on host: Int) -> String? {
        guard let token else { return nil }
        guard token >= tokens[host] else { return Self.refusal(.fenced) }
        tokens[host] = token
        return nil
    }

    mutating func list(_ host: Int, _ now: Double) -> String {
        let all = units(of: host)
        for number in all { units[number].settle(now) }
        return "[" + all.filter { units[$0].state != nil }.map { text(of: $0, now) }.joined(separator: ",") + "]"
    }

    mutating func hold(_ isHeld: Bool, _ scope: String, on host: Int) -> String {
        if isHeld { held.insert(host) } else { held.remove(host) }
        return #"{"scope":"\#(scope)","held":\#(isHeld),"boot_id":"b","device_fencing_token":\#(tokens[host])}"#
    }

    mutating func status(_ number: Int, _ now: Double) -> String {
        units[number].settle(now)
        return text(of: number, now)
    }

    static func refusal(_ code: DeviceRefusal.Code) -> String {
        #"{"error":{"code":"\#(code.rawValue)","message":"\#(code.rawValue)","differences":[]}}"#
    }

    private func text(of number: Int, _ now: Double) -> String {
        let place = terrain.places[number]
        let unit = units[number]
        let role = terrain.reports[number].role
        let digest = "\"" + String(repeating: "0", count: 64) + "\""
        let probation = hasReturned(number, in: place.scope, now) ? "\"returned\"" : "null"
        return """
            {"id":"\(transaction(number))","scope":"\(place.unit.scope)","rollout":"\(Self.rollout)","domain":null,\
            "role":"\(role.rawValue)","owner":"tester","state":"\((unit.state ?? .armed).rawValue)","step":1,\
            "step_count":1,"step_name":"x","remaining":null,"revert_bound":\(terrain.reports[number].revertBound),\
            "boot_id":"b","fencing_token":1,"device_fencing_token":\(tokens[place.host]),"reason":"",\
            "differences":[\(unit.state == .revertFailed ? "\"a link is left\"" : "")],"probation":\(probation),\
            "digests":{"before":\(digest),"after":null,"now":\(digest)}}
            """
    }
}

extension Terrain {
    /// One domain, as an inventory has it.
    func fleet(of scope: Scope) -> Fleet {
        Fleet(
            community: Community(name: "Test", dialect: .ffmuc, domainPrefixes: []),
            broker: nil,
            ssh: Fleet.SSH(),
            domains: [],
            gateways: scope.gateways.map { gateway in
                let name = hosts[gateway.host]
                return Gateway(name: name, address: name, port: nil, externalName: name, domains: [scope.name])
            },
            nodes: scope.nodes.map { node in
                let name = hosts[node.host]
                return Node(id: name, hostname: name, domain: scope.name, address: name, jump: .direct)
            }
        )
    }
}
