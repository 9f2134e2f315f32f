import FleetModel

extension WireGuardInterface {
    /// Reads `wg show all dump`: columns with tabs between them, five for an interface, nine for a peer of the interface
    /// above.
    ///
    /// An interface's private key and a peer's preshared key are skipped; no error quotes from a line that has them.
    /// A list that was cut after a line looks complete.
    package static func all(in output: ToolOutput) throws(ReadingError) -> [WireGuardInterface] {
        let answer = try ToolAnswer(output, of: "wg show")
        var interfaces: [WireGuardInterface] = []
        var names: Set<String> = []
        for line in try answer.lines() {
            let columns = line.rest.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            guard columns.count == 5 || columns.count == 9, InterfaceName.isOne(columns[0]) else {
                throw line.error("expected an interface and 4 or 8 columns with tabs between them")
            }
            let name = String(decoding: columns[0], as: UTF8.self)
            if columns.count == 5 {
                guard names.insert(name).inserted else { throw line.error("the interface is there twice") }
                interfaces.append(
                    WireGuardInterface(
                        name: name,
                        publicKey: try line.optional(columns[2], "(none)", "a public key") { WireGuardKey(text: $0) },
                        listenPort: try line.optional(columns[3], "0", "a port") { UInt16(decimal: $0) },
                        peers: []
                    )
                )
            } else {
                guard let index = interfaces.indices.last, interfaces[index].name == name else {
                    throw line.error("a peer without its interface above")
                }
                interfaces[index].peers.append(try WireGuardPeer(columns, of: line))
            }
        }
        return interfaces
    }
}

extension WireGuardPeer {
    /// Interface, public key, preshared key, endpoint, allowed addresses, handshake, received, sent, keepalive.
    fileprivate init(_ columns: [ArraySlice<UInt8>], of line: LineReader) throws(ReadingError) {
        guard let publicKey = WireGuardKey(text: columns[1]) else { throw line.error("expected a public key") }
        self.init(
            publicKey: publicKey,
            endpoint: try line.optional(columns[3], "(none)", "an endpoint") { Self.endpoint($0) },
            allowedIPs: try line.optional(columns[4], "(none)", "allowed addresses") { Self.prefixes($0) } ?? [],
            latestHandshake: try line.optional(columns[5], "0", "a time") { Int(decimal: $0) },
            received: try line.optional(columns[6], "0", "a number of bytes") { Int(decimal: $0) } ?? 0,
            sent: try line.optional(columns[7], "0", "a number of bytes") { Int(decimal: $0) } ?? 0
        )
        _ = try line.optional(columns[8], "off", "an interval") { UInt16(decimal: $0) }
    }

    /// `192.0.2.1:40001` or `[fe80::1%eth0]:40001`.
    private static func endpoint(_ text: ArraySlice<UInt8>) -> String? {
        guard text.count <= 80, let colon = text.lastIndex(of: UInt8(ascii: ":")),
            UInt16(decimal: text[(colon + 1)...]) != nil
        else { return nil }
        var host = text[..<colon]
        if host.first == UInt8(ascii: "["), host.last == UInt8(ascii: "]") {
            host = host.dropFirst().dropLast()
            if let percent = host.firstIndex(of: UInt8(ascii: "%")) {
                guard InterfaceName.isOne(host[(percent + 1)...]) else { return nil }
                host = host[..<percent]
            }
        }
        guard IPAddress(String(decoding: host, as: UTF8.self)) != nil else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    private static func prefixes(_ text: ArraySlice<UInt8>) -> [AddressPrefix]? {
        var prefixes: [AddressPrefix] = []
        for part in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let prefix = AddressPrefix(String(decoding: part, as: UTF8.self)) else { return nil }
            prefixes.append(prefix)
        }
        return prefixes
    }
}

extension LineReader {
    /// Nil if the column says `none`.
    ///
    /// - Throws: `ReadingError` without the column's text.
    fileprivate func optional<Value>(
        _ column: ArraySlice<UInt8>,
        _ none: String,
        _ what: String,
        _ read: (ArraySlice<UInt8>) -> Value?
    ) throws(ReadingError) -> Value? {
        guard !column.elementsEqual(none.utf8) else { return nil }
        guard let value = read(column) else { throw error("expected \(what)") }
        return value
    }
}

extension WireGuardKey {
    fileprivate init?(text: ArraySlice<UInt8>) {
        guard text.count == 44 else { return nil }
        try? self.init(String(decoding: text, as: UTF8.self))
    }
}

extension UInt16 {
    fileprivate init?(decimal digits: ArraySlice<UInt8>) {
        guard let number = Int(decimal: digits) else { return nil }
        self.init(exactly: number)
    }
}
