/// Reads fixed fields off the front of some bytes, in the host's byte order.
///
/// What is read was written by the kernel, or by something that says so: nothing is taken for granted.
struct NetlinkReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(KernelError) -> Value {
        let field = try bytes(Value.bitWidth / 8)
        // Little-endian like all that Swift runs on here; a big-endian host would see it swapped back.
        let value = field.reversed().reduce(Value.zero) { $0 << 8 | Value(truncatingIfNeeded: $1) }
        return Value(littleEndian: value)
    }

    mutating func bytes(_ count: Int) throws(KernelError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= rest.count else { throw .malformed("cut short") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Skips what fills up to the next multiple of four; the last field may end without.
    mutating func skipPadding(after length: Int) {
        rest = rest.dropFirst(-length & 3)
    }
}
