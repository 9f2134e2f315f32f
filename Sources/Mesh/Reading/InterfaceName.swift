/// What the kernel takes for the name of an interface.
enum InterfaceName {
    /// Whether it is 1 to 15 bytes, without slash, colon and blanks, and safe for a terminal.
    static func isOne(_ name: some Collection<UInt8>) -> Bool {
        (1...15).contains(name.count)
            && name.allSatisfy { $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") }
    }

    /// Gives the text back if it is one; `name` is the member's, for the error.
    static func checked(_ text: String, _ name: String) throws(ValueError) -> String {
        guard isOne(text.utf8) else {
            throw ValueError(name: name, message: "«\(ReadingError.excerpt(text))» is no interface")
        }
        return text
    }
}
