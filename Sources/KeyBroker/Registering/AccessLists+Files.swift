import FleetModel
import Foundation
package import KeyExchange

extension AccessLists {
    /// Bytes of a file.
    private static let longestFile = 16 << 20

    /// Reads the files that the settings name.
    ///
    /// - Throws: `SettingsError` with file and line: a list that is half read would let in, or shut out, the wrong ones.
    package init(_ settings: ExchangeSettings) throws(SettingsError) {
        self.init()
        let broker = settings.broker
        allowed = try broker.allow.map { path throws(SettingsError) in try Self.keys(path) }
        if let path = broker.deny { denied = try Self.keys(path) }
        if let path = broker.preload { preload = try Self.preload(path, domains: settings.domains.map(\.code)) }
    }

    private static func preload(
        _ path: String,
        domains: [String]
    ) throws(SettingsError) -> [String: Set<WireGuardKey>] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            return try preload(file: path, domains: domains)
        }
        var lists: [String: Set<WireGuardKey>] = [:]
        // Editors leave copies whose names begin with a dot or end in a tilde.
        for name in names.sorted() where !name.hasPrefix(".") && !name.hasSuffix("~") {
            let domain = name.hasSuffix(".keys") ? String(name.dropLast(5)) : name
            let file = "\(path)/\(name)"
            guard domains.contains(domain) else {
                throw SettingsError(file: file, path: "", message: "is named like no domain of the settings")
            }
            lists[domain, default: []].formUnion(try keys(file))
        }
        return lists
    }

    /// A file for several domains: domain and key on each line; the domain may be missing where there is only one.
    private static func preload(
        file: String,
        domains: [String]
    ) throws(SettingsError) -> [String: Set<WireGuardKey>] {
        var lists: [String: Set<WireGuardKey>] = [:]
        let text = String(decoding: try bytes(file), as: UTF8.self)
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
            let domain = words.count == 2 ? words.first : domains.count == 1 ? domains.first : nil
            switch (words.count, domain, words.last.flatMap { try? WireGuardKey($0) }) {
            case (0, _, _): continue
            case (1...2, let domain?, let key?) where domains.contains(domain):
                lists[domain, default: []].insert(key)
            default:
                throw wrong(file, line: number + 1, "expected a domain of the settings and a key")
            }
        }
        return lists
    }

    private static func keys(_ file: String) throws(SettingsError) -> Set<WireGuardKey> {
        let (keys, bad) = KeyList.read(try bytes(file), limit: longestFile)
        if let line = bad.first { throw wrong(file, line: line, "expected a key: 43 base64 characters and =") }
        return Set(keys)
    }

    private static func bytes(_ file: String) throws(SettingsError) -> [UInt8] {
        guard let bytes = SmallFile.read(file, limit: longestFile) else {
            let reason = String(cString: strerror(errno))
            throw SettingsError(file: file, path: "", message: "can't be read: \(reason)")
        }
        guard bytes.count <= longestFile else {
            throw SettingsError(file: file, path: "", message: "is longer than \(longestFile) bytes")
        }
        return bytes
    }

    private static func wrong(_ file: String, line: Int, _ message: String) -> SettingsError {
        SettingsError(file: file, path: "line \(line)", message: message)
    }
}
