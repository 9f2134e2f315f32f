import FleetModel
import Planning
import Rollouts
import Synchronization
import Transactions
import Transport

/// Gateways and nodes that answer the verbs of the device script, and that notice when somebody is cut off.
final class PlayedFleet: Connector {
    /// Something that changed a device.
    struct Effect: Sendable, Hashable, CustomStringConvertible {
        var host: String
        var verb: String
        /// Of the transaction, or the scope of a hold.
        var name: String

        init(_ host: String, _ verb: String, _ name: String) {
            self.host = host
            self.verb = verb
            self.name = name
        }

        var description: String { "\(verb) \(host) \(name)" }
    }

    private struct World {
        var devices: [String: PlayedDevice] = [:]
        var effects: [Effect] = []
        var asked: [String] = []
        var losses: [String] = []
        var lostBefore: Set<String> = []
    }

    private struct Session: Connection {
        let fleet: PlayedFleet
        let host: String

        func run(
            _ command: RemoteCommand,
            observe: (@Sendable (OutputChunk) -> Void)?
        ) async throws(TransportError) -> CommandResult {
            guard let output = fleet.answer(command.text, on: host) else {
                throw TransportError(.connectionLost, host: host, message: "the connection was lost")
            }
            return CommandResult(ending: .exited(0), standardOutput: Array((output + "\n").utf8), standardError: [])
        }

        func close() async {}
    }

    let fleet: Fleet
    private let world: Mutex<World>

    init(_ fleet: Fleet, _ devices: [String: PlayedDevice]) {
        self.fleet = fleet
        world = Mutex(World(devices: devices, lostBefore: Self.cutOff(devices, fleet)))
    }

    var effects: [Effect] { world.withLock { $0.effects } }
    /// Each device that somebody connected to, or tried to.
    var asked: Set<String> { Set(world.withLock { $0.asked }) }
    /// Whom something cut off, and what; a line each.
    var losses: [String] { world.withLock { $0.losses } }

    func device(_ host: String) -> PlayedDevice { world.withLock { $0.devices[host] ?? PlayedDevice() } }

    func change(_ host: String, _ body: (inout PlayedDevice) -> Void) {
        world.withLock { world in
            body(&world.devices[host, default: PlayedDevice()])
            world.lostBefore = Self.cutOff(world.devices, fleet)
        }
    }

    func connect(to endpoint: Endpoint, within limit: Duration) async throws(TransportError) -> any Connection {
        let isThere = world.withLock { world in
            world.asked.append(endpoint.name)
            let device = world.devices[endpoint.name] ?? PlayedDevice()
            return device.isReachable && !device.isDead
        }
        guard isThere else { throw TransportError(.unreachable, host: endpoint.name, message: "no answer") }
        return Session(fleet: self, host: endpoint.name)
    }

    // MARK: - The script

    /// - Returns: nil if the answer gets lost.
    private func answer(_ text: String, on host: String) -> String? {
        let words = text.split(whereSeparator: { " ;".contains($0) }).map { $0.filter { $0 != "'" } }
        let fence = words.firstIndex(of: "--fence").flatMap { Int(words[$0 + 1]) }
        return world.withLock { world in
            var device = world.devices[host] ?? PlayedDevice()
            defer {
                world.devices[host] = device
                let lost = Self.cutOff(world.devices, fleet)
                for node in lost.subtracting(world.lostBefore).sorted() {
                    world.losses.append("\(node) by \(world.effects.last?.description ?? "nothing")")
                }
                world.lostBefore = lost
            }
            if let fence {
                guard fence >= device.fence else { return Self.refusal("fenced") }
                device.fence = fence
            }
            if words.contains("list") {
                return "[" + device.transactions.map(device.report).joined(separator: ",") + "]"
            }
            if let place = words.firstIndex(where: { $0 == "hold" || $0 == "release" }) {
                let scope = words[place + 1]
                if words[place] == "hold" { device.holds.insert(scope) } else { device.holds.remove(scope) }
                world.effects.append(Effect(host, words[place], scope))
                return #"{"scope":"\#(scope)","held":\#(words[place] == "hold"),"boot_id":"b","#
                    + #""device_fencing_token":\#(device.fence)}"#
            }
            guard let place = words.firstIndex(where: Self.verbs.contains),
                let number = device.transactions.firstIndex(where: { $0.id == words[place + 1] })
            else { return Self.refusal("no-such-transaction") }
            if let refusal = carryOut(words[place], number, &device) { return refusal }
            if words[place] != "status" { world.effects.append(Effect(host, words[place], words[place + 1])) }
            if words[place] == "rollback", device.lostReplies > 0 {
                device.lostReplies -= 1
                return nil
            }
            return device.report(device.transactions[number])
        }
    }

    private static let verbs = ["status", "rollback", "drain", "undrain"]

    private func carryOut(_ verb: String, _ number: Int, _ device: inout PlayedDevice) -> String? {
        switch verb {
        case "drain", "undrain":
            guard device.transactions[number].state == .confirmed else { return Self.refusal("wrong-state") }
            device.transactions[number].isDrained = verb == "drain"
        case "rollback":
            let fails = device.failingUndos.contains(device.transactions[number].id)
            device.transactions[number].state = fails ? .revertFailed : .reverted
        default:
            break
        }
        return nil
    }

    private static func refusal(_ code: String) -> String {
        #"{"error":{"code":"\#(code)","message":"\#(code)","differences":[]}}"#
    }

    // MARK: - The mesh

    /// Nodes that share no transport with any gateway of their domain.
    private static func cutOff(_ devices: [String: PlayedDevice], _ fleet: Fleet) -> Set<String> {
        let none = PlayedDevice()
        let lost = fleet.nodes.filter { node in
            let device = devices[node.id] ?? none
            guard !device.isDead else { return false }
            return !fleet.gateways.contains { gateway in
                let other = devices[gateway.name] ?? none
                guard gateway.domains.contains(node.domain) else { return false }
                return device.hasOld(node.domain) && other.hasOld(node.domain)
                    || device.hasNew(node.domain) && other.hasNew(node.domain)
            }
        }
        return Set(lost.map(\.id))
    }
}
