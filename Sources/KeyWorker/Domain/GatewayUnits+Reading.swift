import FleetModel
import Glibc
import KeyExchange

extension GatewayUnits {
    /// Where systemd-networkd looks, but for `/usr/local/lib`, which its 252 doesn't know.
    package static let directories = ["/etc/systemd/network", "/run/systemd/network", "/usr/lib/systemd/network"]

    private static let longestUnit = 1 << 20

    /// Reads all `*.netdev` units and their drop-ins.
    ///
    /// Which directory's unit counts when several have one name doesn't matter: a gateway's key too many only keeps a
    /// stranger from posing as one.
    package init(in directories: [String]) {
        self.init()
        for directory in directories {
            for name in Self.entries(of: directory) where name.hasSuffix(".netdev") {
                var parts = [directory + "/" + name]
                for other in directories {
                    parts += Self.entries(of: "\(other)/\(name).d").filter { $0.hasSuffix(".conf") }
                        .map { "\(other)/\(name).d/\($0)" }
                }
                read(parts)
            }
        }
    }

    /// Reads one device's unit with its drop-ins.
    private mutating func read(_ parts: [String]) {
        var interface: String?
        var found: Set<WireGuardKey> = []
        for part in parts {
            guard let text = SmallFile.read(part, limit: Self.longestUnit) else {
                let reason = errno
                // It may have gone since the directory was read.
                if reason != ENOENT { unreadable.append("\(part): \(String(cString: strerror(reason)))") }
                continue
            }
            var section = Substring()
            for line in String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline) {
                let line = line.trimmed
                if line.hasPrefix("[") { section = line }
                guard let equals = line.firstIndex(of: "=") else { continue }
                let value = line[line.index(after: equals)...].trimmed
                switch (section, line[..<equals].trimmed) {
                case ("[NetDev]", "Name"): interface = String(value)
                case ("[WireGuardPeer]", "PublicKey"):
                    if let key = try? WireGuardKey(String(value)) { found.insert(key) }
                default: break
                }
            }
        }
        if let interface { keys[interface, default: []].formUnion(found) }
    }

    /// Names in a directory, sorted; none if there is no such directory.
    private static func entries(of directory: String) -> [String] { SmallFile.names(in: directory) ?? [] }
}

extension Substring {
    /// Without blanks around it.
    fileprivate var trimmed: Substring {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? start[start.startIndex..<start.startIndex]
    }
}
