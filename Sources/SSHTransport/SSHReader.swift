/// Reads the fields of SSH's binary format (RFC 4251, section 5) off the front of some bytes.
struct SSHReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// nil, and nothing read, if there are fewer than 4 bytes.
    mutating func uint32() -> UInt32? {
        guard rest.count >= 4 else { return nil }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func byte() -> UInt8? {
        rest.popFirst()
    }

    /// A field with its length before it; nil if it is cut short.
    mutating func string() -> ArraySlice<UInt8>? {
        guard let length = uint32(), Int(length) <= rest.count else { return nil }
        defer { rest = rest.dropFirst(Int(length)) }
        return rest.prefix(Int(length))
    }
}
