/// What one source tells of a domain; nil stands for what it doesn't tell.
package struct DomainFacts: Sendable, Hashable, Codable {
    package var code: String
    /// What nodes and maps may call it instead.
    package var names: [String]?
    package var dialect: Dialect?
    /// 64 hexadecimal digits, lower case.
    package var seed: String?
    package var prefix6: [String]?
    /// Whether nodes of this domain are told to use fastd.
    package var usesFastd: Bool?
    package var fastdInstance: String?
    package var fastdInterface: String?
    package var fastdPort: Int?
    /// Whether nodes of this domain are told to use WireGuard.
    package var usesWireGuard: Bool?
    package var wireGuardPort: Int?
    package var wireGuardMTU: Int?
    package var batmanInterface: String?
    package var bridge: String?

    package init(code: String) {
        self.code = code
    }

    /// The transport that nodes of this domain are told to use.
    package var state: Node.State {
        switch (usesFastd == true, usesWireGuard == true) {
        case (true, true): .dual
        case (true, false): .fastd
        case (false, true): .wireguard
        case (false, false): .unknown
        }
    }

    /// Takes over what it doesn't tell itself.
    package mutating func add(_ other: DomainFacts) {
        names = names ?? other.names
        dialect = dialect ?? other.dialect
        seed = seed ?? other.seed
        prefix6 = prefix6 ?? other.prefix6
        usesFastd = usesFastd ?? other.usesFastd
        fastdInstance = fastdInstance ?? other.fastdInstance
        fastdInterface = fastdInterface ?? other.fastdInterface
        fastdPort = fastdPort ?? other.fastdPort
        usesWireGuard = usesWireGuard ?? other.usesWireGuard
        wireGuardPort = wireGuardPort ?? other.wireGuardPort
        wireGuardMTU = wireGuardMTU ?? other.wireGuardMTU
        batmanInterface = batmanInterface ?? other.batmanInterface
        bridge = bridge ?? other.bridge
    }
}
