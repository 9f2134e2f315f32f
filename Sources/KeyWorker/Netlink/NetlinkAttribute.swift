import CLibMnl
import FleetModel

/// One attribute of a message.
struct NetlinkAttribute {
    /// Without the flags that say whether it is nested and in which byte order.
    var type: Int
    var payload: ArraySlice<UInt8>

    /// The attributes that fill these bytes.
    ///
    /// - Throws: `KernelError` with `EBADMSG` when a length doesn't fit.
    static func all(in bytes: ArraySlice<UInt8>) throws(KernelError) -> [NetlinkAttribute] {
        var reader = NetlinkReader(bytes)
        var attributes: [NetlinkAttribute] = []
        while !reader.rest.isEmpty {
            let length = Int(try reader.integer(UInt16.self))
            let type = Int(try reader.integer(UInt16.self) & 0x3fff)
            let payload = try reader.bytes(length - 4)
            reader.skipPadding(after: length)
            attributes.append(NetlinkAttribute(type: type, payload: payload))
        }
        return attributes
    }

    /// The attributes in it.
    func nested() throws(KernelError) -> [NetlinkAttribute] { try Self.all(in: payload) }

    func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(KernelError) -> Value {
        guard payload.count == Value.bitWidth / 8 else { throw .malformed("attribute \(self.type)") }
        var reader = NetlinkReader(payload)
        return try reader.integer(type)
    }

    /// Bytes of which there must be so many.
    func bytes(_ count: Int) throws(KernelError) -> [UInt8] {
        guard payload.count == count else { throw .malformed("attribute \(type)") }
        return Array(payload)
    }

    /// Text up to its closing zero.
    var text: String { String(decoding: payload.prefix { $0 != 0 }, as: UTF8.self).escapingControls }
}
