import CLibMnl
import Glibc

/// One message of a datagram.
struct NetlinkMessage {
    var type: Int
    var flags: Int32
    var sequence: UInt32
    var payload: ArraySlice<UInt8>

    /// The messages of one datagram.
    ///
    /// - Throws: `KernelError` with `EBADMSG` when a length doesn't fit.
    static func all(in datagram: ArraySlice<UInt8>) throws(KernelError) -> [NetlinkMessage] {
        var reader = NetlinkReader(datagram)
        var messages: [NetlinkMessage] = []
        while !reader.rest.isEmpty {
            let length = Int(try reader.integer(UInt32.self))
            let type = Int(try reader.integer(UInt16.self))
            let flags = Int32(try reader.integer(UInt16.self))
            let sequence = try reader.integer(UInt32.self)
            _ = try reader.integer(UInt32.self)
            let payload = try reader.bytes(length - 16)
            reader.skipPadding(after: length)
            messages.append(NetlinkMessage(type: type, flags: flags, sequence: sequence, payload: payload))
        }
        return messages
    }

    /// The attributes after a fixed part.
    func attributes(after fixed: Int) throws(KernelError) -> [NetlinkAttribute] {
        var reader = NetlinkReader(payload)
        _ = try reader.bytes(fixed)
        return try NetlinkAttribute.all(in: reader.rest)
    }

    /// What `NLMSG_ERROR` or `NLMSG_DONE` say went wrong; nil if nothing did.
    func refusal() throws(KernelError) -> KernelError? {
        var reader = NetlinkReader(payload)
        // The end of a dump may come without a code.
        if type == Int(NLMSG_DONE), payload.count < 4 { return nil }
        let code = try reader.integer(Int32.self)
        guard code != 0 else { return nil }
        guard code < 0, code > Int32.min else { throw .malformed("error \(code)") }
        return KernelError(code: -code, text: try explanation(reader))
    }

    /// The text of an extended acknowledgement.
    private func explanation(_ afterCode: NetlinkReader) throws(KernelError) -> String {
        guard flags & NLM_F_ACK_TLVS != 0 else { return "" }
        var reader = afterCode
        if type == Int(NLMSG_ERROR) {
            // The request comes back: its header, and the rest of it unless the answer is capped.
            let length = Int(try reader.integer(UInt32.self))
            _ = try reader.bytes(12)
            if flags & NLM_F_CAPPED == 0 {
                _ = try reader.bytes(length - 16)
                reader.skipPadding(after: length)
            }
        }
        let text = try NetlinkAttribute.all(in: reader.rest).first { $0.type == Int(NLMSGERR_ATTR_MSG.rawValue) }
        return text?.text ?? ""
    }
}
