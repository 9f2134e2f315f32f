import CLibMnl

/// Builds one netlink message: a header, a fixed part, attributes; all in the host's byte order.
struct NetlinkWriter {
    private var bytes: [UInt8]

    /// - Parameters:
    ///   - type: of the message, or the number of its generic family.
    ///   - flags: beside `NLM_F_REQUEST`.
    ///   - fixed: what stands between header and attributes, such as a `struct rtmsg`.
    init(type: Int, flags: Int32 = 0, fixed: [UInt8] = []) {
        bytes = []
        append(UInt32(0))
        append(UInt16(truncatingIfNeeded: type))
        append(UInt16(truncatingIfNeeded: NLM_F_REQUEST | flags))
        append(UInt32(0))
        append(UInt32(0))
        bytes += fixed
        pad()
    }

    mutating func attribute(_ type: Int, _ payload: some Collection<UInt8>) {
        append(UInt16(truncatingIfNeeded: payload.count + 4))
        append(UInt16(truncatingIfNeeded: type))
        bytes += payload
        pad()
    }

    mutating func attribute(_ type: Int, _ value: some FixedWidthInteger) {
        attribute(type, Self.bytes(of: value))
    }

    /// Text with its closing zero.
    mutating func attribute(_ type: Int, text: String) {
        attribute(type, Array(text.utf8) + [0])
    }

    /// An attribute that holds others, less than 64 KiB of them: callers bound their lists.
    mutating func nest(_ type: Int, _ content: (inout NetlinkWriter) -> Void) {
        let start = bytes.count
        append(UInt16(0))
        append(UInt16(truncatingIfNeeded: Int32(truncatingIfNeeded: type) | NLA_F_NESTED))
        content(&self)
        put(UInt16(truncatingIfNeeded: bytes.count - start), at: start)
    }

    /// The finished message.
    func message(sequence: UInt32, flags: Int32 = 0) -> [UInt8] {
        var finished = self
        finished.put(UInt32(truncatingIfNeeded: bytes.count), at: 0)
        let present = UInt16(bytes[6]) | UInt16(bytes[7]) << 8
        finished.put(UInt16(littleEndian: present) | UInt16(truncatingIfNeeded: flags), at: 6)
        finished.put(sequence, at: 8)
        return finished.bytes
    }

    static func bytes(of value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value, Array.init)
    }

    private mutating func append(_ value: some FixedWidthInteger) { bytes += Self.bytes(of: value) }

    private mutating func put(_ value: some FixedWidthInteger, at offset: Int) {
        let field = Self.bytes(of: value)
        bytes.replaceSubrange(offset..<offset + field.count, with: field)
    }

    private mutating func pad() {
        bytes += repeatElement(0, count: -bytes.count & 3)
    }
}
