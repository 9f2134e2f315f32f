import BigInt
package import FleetModel

extension WireGuardKey {
    /// The WireGuard key that has the same secret as a fastd key (`ec25519-fhmqvc`).
    ///
    /// fastd packs a point of the twisted Edwards curve `a x² + y² = 1 + d x² y²` as x, with the parity of y in bit 255.
    /// The same point is `u = (1 + y) / (1 − y)` on Curve25519. gluon-mesh-vpn-key-translate does the same.
    ///
    /// - Parameter fastdKey: a public key, 64 hexadecimal digits in either case.
    /// - Throws: `KeyError.malformedFastdKey`, `.offCurve`, `.weak`.
    package init(fastdKey: String) throws(KeyError) {
        guard var bytes = HexDigits.bytes(fastdKey, count: 32) else { throw .malformedFastdKey(fastdKey) }
        let wantsOddY = bytes[31] & 0x80 != 0
        bytes[31] &= 0x7f
        let x = Self.integer(bytes)
        guard x < Curve.prime, let root = Self.coordinateY(x: x) else { throw .offCurve(fastdKey) }
        guard x != 0 else { throw .weak(fastdKey) }
        let isOdd = root % 2 == 1
        let y = isOdd == wantsOddY ? root : Curve.prime - root
        guard let inverse = (1 + Curve.prime - y).inverse(Curve.prime) else { throw .weak(fastdKey) }
        self.init(bytes: Self.bytes((1 + y) * inverse % Curve.prime))
    }

    private enum Curve {
        static let prime = BigUInt(1) << 255 - 19
        static let a = BigUInt(486_664)
        static let d = BigUInt(486_660)
        /// A square root of −1.
        static let rootOfMinusOne = BigUInt(2).power((prime - 1) / 4, modulus: prime)
    }

    /// One of the two y with `y² = (1 − a x²) / (1 − d x²)`, or nil if there is none.
    private static func coordinateY(x: BigUInt) -> BigUInt? {
        let prime = Curve.prime
        let square = x * x % prime
        let numerator = (1 + prime - Curve.a * square % prime) % prime
        let denominator = (1 + prime - Curve.d * square % prime) % prime
        guard let inverse = denominator.inverse(prime) else { return nil }
        let quotient = numerator * inverse % prime
        // The prime is 5 modulo 8, so this power is a root, or a root of the negative.
        let candidate = quotient.power((prime + 3) / 8, modulus: prime)
        return [candidate, candidate * Curve.rootOfMinusOne % prime].first { $0 * $0 % prime == quotient }
    }

    private static func integer(_ littleEndian: [UInt8]) -> BigUInt {
        littleEndian.reversed().reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) }
    }

    private static func bytes(_ integer: BigUInt) -> [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: integer >> (8 * $0)) }
    }
}
