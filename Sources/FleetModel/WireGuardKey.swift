import FoundationEssentials

/// A WireGuard public key, checked to be one that WireGuard and the key exchange take.
package struct WireGuardKey: Sendable, Hashable, Codable, CustomStringConvertible {
    /// 43 base64 characters and `=`, 32 bytes.
    package let base64: String

    package var description: String { base64 }

    /// Checks the text of a key.
    ///
    /// The pattern is wgkex's: the last digit before `=` carries 4 bits only, so just every fourth digit can stand there.
    ///
    /// - Throws: `KeyError.malformedWireGuardKey`.
    package init(_ text: String) throws(KeyError) {
        let digits = Array(text.utf8)
        guard digits.count == 44, digits[43] == UInt8(ascii: "="),
            "AEIMQUYcgkosw480".utf8.contains(digits[42]), digits[..<42].allSatisfy(Self.isBase64)
        else { throw .malformedWireGuardKey(text) }
        base64 = text
    }

    /// The key's text, for 32 bytes in little-endian order.
    package init(bytes: [UInt8]) {
        base64 = Data(bytes).base64EncodedString()
    }

    /// The key's 32 bytes, as the kernel takes them.
    package var bytes: [UInt8] {
        // The initialisers have checked the text, so this is never empty.
        Array(Data(base64Encoded: base64) ?? Data())
    }

    package init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(base64)
    }

    private static func isBase64(_ digit: UInt8) -> Bool {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
