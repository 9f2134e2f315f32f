import Crypto

extension Dialect {
    /// What Gluon's site hash begins with, before a domain's seed.
    private var seedKey: String {
        switch self {
        case .ffmuc: "gluon-mesh-vpn-vxlan"
        case .gluon: "gluon-mesh-vxlan"
        }
    }

    /// What follows a public key before it is hashed: München pipes it through `echo`.
    private var keyEnding: String {
        switch self {
        case .ffmuc: "\n"
        case .gluon: ""
        }
    }

    /// The VXLAN network identifier of a domain; Gluon's `domain_seed_bytes`.
    ///
    /// - Parameter seed: 64 hexadecimal digits in either case.
    /// - Returns: 24 bits.
    /// - Throws: `KeyError.malformedSeed`.
    package func vni(ofSeed seed: String) throws(KeyError) -> Int {
        guard HexDigits.bytes(seed, count: 32) != nil else { throw .malformedSeed(seed) }
        // Gluon chains further blocks where more than 16 bytes are asked for; three bytes need the first one only.
        return Self.md5(seedKey + seed.lowercased() + "1").prefix(3).reduce(0) { $0 << 8 | Int($1) }
    }

    /// The address that a node, or a gateway of `ffmuc`, has on its WireGuard interface, as RFC 5952 writes it.
    ///
    /// The first five bytes of the key's MD5 stand in it like those of a MAC address `02:…`, without the flipped bit.
    /// Gateways of `gluon` are `fe80::1` instead, whatever their key.
    package func linkLocal(of key: WireGuardKey) -> String {
        let hash = Self.md5(key.base64 + keyEnding).map(Int.init)
        let groups = [0x0200 | hash[0], hash[1] << 8 | 0xff, 0xfe00 | hash[2], hash[3] << 8 | hash[4]]
        return "fe80::" + groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    private static func md5(_ text: String) -> [UInt8] {
        Array(Insecure.MD5.hash(data: Array(text.utf8)))
    }
}
