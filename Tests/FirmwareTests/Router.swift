import Foundation
import Testing

/// A node in a scratch directory: `umstieg-mesh-vpn` under busybox ash, with doubles of what a kernel is needed for, and
/// the stand-in for uci.
final class Router {
    static let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL
    static let program = package.appending(path: "Playbooks/gluon/umstieg-mesh-vpn/files/usr/sbin/umstieg-mesh-vpn")
        .path
    static let key = "g07U8evYdWK+XrfChxz8I2xGUWPjhApX8woaiKxsQTk="
    static let gateway = "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g="
    static let gatewayAddress = "fe80::2ab:cdff:fe01:203"

    private static let doubles = ["ip", "wg", "batctl", "bridge", "ping", "wget", "ntpd", "logger", "sleep"]

    struct Result {
        var status: Int32
        var text: String
    }

    let root: URL
    /// Programs that are no doubles in a run.
    var real: Set<String> = []
    var algorithm = "BATMAN_V"

    init(_ settings: [String: String] = [:]) throws {
        root = URL(filePath: "/dev/shm").appending(path: "umstieg-router-\(UUID().uuidString.prefix(8))")
        for directory in ["bin", "world/links", "world/answers", "etc/config", "etc/init.d", "etc/umstieg", "tmp"] {
            try FileManager.default.createDirectory(
                at: root.appending(path: directory),
                withIntermediateDirectories: true
            )
        }
        var options = [
            "enabled": "1", "broker": "broker.example.net/api/v1/wg/key/exchange", "domain": "ffmuc_muc_nord",
            "vni": "12345", "mtu": "1406",
        ]
        options.merge(settings) { $1 }
        let lines = options.sorted { $0.key < $1.key }.map { "\toption \($0.key) '\($0.value)'\n" }.joined()
        try write("config wireguard 'mesh_vpn'\n\(lines)", to: "etc/config/wireguard")
        try write("config fastd 'mesh_vpn'\n\toption enabled '0'\n\toption secret 'kept'\n", to: "etc/config/fastd")
        try write("config timeserver 'ntp'\n", to: "etc/config/system")
        try write("config mesh_vpn 'mesh_vpn'\n\toption enabled '1'\n", to: "etc/config/gluon")
        for name in Self.doubles {
            try install("bin/\(name)", Self.double)
        }
        try install("etc/init.d/fastd", Self.fastd)
        let bin = root.appending(path: "bin").path
        try FileManager.default.createSymbolicLink(
            atPath: "\(bin)/uci",
            withDestinationPath: Self.package.appending(path: "Tests/StandIns/uci").path
        )
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// With `only-fastd-carries`, the mesh is gone when it stops.
    private static let fastd = #"""
        #!/bin/sh
        world=$UMSTIEG_ROOT/world
        echo "fastd $*" >>"$world/calls"
        cp "$UMSTIEG_ROOT/etc/config/fastd" "$world/fastd-at-$1"
        if [ "$1" = stop ] && [ -e "$world/only-fastd-carries" ]; then : >"$world/gwl"; fi

        """#

    /// Writes down who was called and how, and answers as the world is.
    private static let double = #"""
        #!/bin/sh
        PATH=/usr/bin:/bin
        world=$UMSTIEG_ROOT/world
        name=${0##*/}
        echo "$name $*" >>"$world/calls"
        carries() { [ -e "$world/wireguard-carries" ] && [ -e "$world/links/mesh-vpn" ]; }
        case "$name $*" in
        'wg genkey') echo 'OHvLm2vLp4vEtYNsRqPy6Zz0S0H5bU7QkmGvNQjQ2kA=' ;;
        'wg pubkey') cat >"$world/private"; cat "$world/public" ;;
        'ip link show dev '*) [ -e "$world/links/$4" ] ;;
        'ip link add '*) : >"$world/links/$3" ;;
        'ip link delete '*) rm -f "$world/links/$3" ;;
        'batctl meshif bat0 orig_interval') echo 5000 ;;
        'batctl meshif bat0 gwl') cat "$world/gwl"; carries && echo '* 02:aa:00:00:00:01 (1.0)' ;;
        'batctl meshif bat0 ping '*) if carries; then echo 'packets: 5 received'; else cat "$world/batping"; fi ;;
        'batctl hardif eth-mesh hop_penalty') echo 20 ;;
        'batctl hardif eth-mesh throughput_override') echo '50.0 MBit' ;;
        'batctl meshif bat0 neighbors'*)
            [ "$4" = -H ] || echo "[B.A.T.M.A.N. adv 2022.3, MainIF/MAC: primary0/02:… (bat0/02:… $UMSTIEG_ALGORITHM)]"
            cat "$world/neighbors" 2>/dev/null ;;
        'batctl meshif bat0 originators -H') cat "$world/originators" 2>/dev/null ;;
        'ping '*) for last in "$@"; do :; done; grep -Fxq -e "$last" "$world/answering" ;;
        'wget '*'/v2/'*) cat "$world/answers/v2" 2>/dev/null ;;
        'wget '*'/v1/'*) cat "$world/answers/v1" 2>/dev/null ;;
        'wget '*) [ -e "$world/answers/gateway" ] ;;
        esac

        """#

    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: root.appending(path: path))
    }

    func append(_ text: String, to path: String) throws { try write(read(path) + text, to: path) }

    private func install(_ path: String, _ text: String) throws {
        try write(text, to: path)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: root.appending(path: path).path
        )
    }

    /// A minute passes, and micrond runs what it runs.
    @discardableResult
    func minute() throws -> Result {
        let uptime = (Int(read("world/uptime").split(separator: ".").first ?? "0") ?? 0) + 60
        try write("\(uptime).00 0.00\n", to: "world/uptime")
        return try run("watch")
    }

    func set(broker: String) throws {
        let settings = read("etc/config/wireguard")
        try write(
            settings.replacing("broker.example.net/api/v1/wg/key/exchange", with: broker),
            to: "etc/config/wireguard"
        )
    }

    func read(_ path: String) -> String { (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? "" }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root.appending(path: path).path) }

    func remove(_ path: String) { try? FileManager.default.removeItem(at: root.appending(path: path)) }

    var calls: [String] { read("world/calls").split(separator: "\n").map(String.init) }

    /// Everything answers: gateway, mesh and the internet.
    func furnish() throws {
        try write(Self.key + "\n", to: "world/public")
        try write(Self.answer(), to: "world/answers/v2")
        try write(#"{"Message":"OK"}"#, to: "world/answers/v1")
        try write("", to: "world/answers/gateway")
        try write("broker.example.net\ngw9.example.net\n", to: "world/answering")
        try setMesh(isWell: true)
    }

    func setOriginators(through interface: String) throws {
        try write(
            " * 02:aa:00:00:00:01    0.500s   (1000.0) 02:aa:00:00:00:02 [  \(interface)]\n",
            to: "world/originators"
        )
    }

    /// Neighbours as batctl lists them, by the interfaces at whose ends they are.
    func setNeighbors(_ interfaces: String...) throws {
        let lines = interfaces.enumerated().map { "02:aa:00:00:01:0\($0)    0.188s (     1000.0) [  \($1)]\n" }
        try write(lines.joined(), to: "world/neighbors")
    }

    func setMesh(isWell: Bool) throws {
        let line = isWell ? "* 02:aa:00:00:00:01 ( 1000.0) 02:aa:00:00:00:02 [  mesh-vpn]: 100.0/100.0 MBit\n" : ""
        try write("[B.A.T.M.A.N. adv 2022.3, MainIF/MAC: primary0/02:…]\n\(line)", to: "world/gwl")
        let received = isWell ? 5 : 0
        try write(
            "5 packets transmitted, \(received) received, \(100 - 20 * received)% packet loss\n",
            to: "world/batping"
        )
    }

    static func answer(
        key: String = gateway,
        address: String = gatewayAddress,
        host: String = "gw1.example.net",
        port: String = "40001"
    ) -> String {
        """
        {"Endpoint": {"Address": "\(host)", "Port": "\(port)", "AllowedIPs": ["\(address)/128"], "PublicKey": "\(key)"}}
        """
    }

    @discardableResult
    func run(_ words: String...) throws -> Result { try run(words) }

    @discardableResult
    func run(_ words: [String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/busybox")
        // Debian's static busybox runs its own applets whatever PATH says; functions come before them.
        let functions = Self.doubles.map { name in
            let directory = real.contains(name) ? "/usr/bin" : "$UMSTIEG_ROOT/bin"
            return "\(name)() { \"\(directory)/\(name)\" \"$@\"; }\n"
        }.joined()
        process.arguments = ["ash", "-c", functions + ". \"$0\"", Self.program] + words
        process.environment = [
            "PATH": "\(root.path)/bin:/usr/bin:/bin", "UMSTIEG_ROOT": root.path, "UMSTIEG_JITTER": "1",
            "UMSTIEG_SETTLE": "0", "UMSTIEG_DRAIN": "3", "UMSTIEG_PATIENCE": "1", "UMSTIEG_ALGORITHM": algorithm,
            "UMSTIEG_UPTIME": root.appending(path: "world/uptime").path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, text: String(decoding: data, as: UTF8.self))
    }

    func uci(_ key: String) -> String {
        let file = read("etc/config/\(key.split(separator: ".")[0])")
        let option = key.split(separator: ".").last.map(String.init) ?? ""
        let line = file.split(separator: "\n").first { $0.contains("option \(option) ") }
        return line.map { $0.split(separator: "'").dropFirst().first.map(String.init) ?? "" } ?? ""
    }
}
