/// fastd's public keys, as peer files and status sockets write them.
package enum FastdKey {
    /// In lower case; nil unless it is 64 hexadecimal digits.
    package static func normalised(_ text: some StringProtocol) -> String? {
        guard text.utf8.count == 64, text.utf8.allSatisfy(isDigit) else { return nil }
        return text.lowercased()
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
