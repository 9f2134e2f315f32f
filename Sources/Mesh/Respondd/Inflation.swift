import CZlib

/// Raw deflate, as respondd sends it.
package enum Inflation {
    /// No node tells as much; a datagram of 64 KiB could become 64 MiB.
    static let longest = 256 << 10

    /// - Throws: `ReadingError`, `tooLong` if it would become longer than `longest`.
    package static func inflated(_ bytes: ArraySlice<UInt8>, tool: String = "respondd") throws(ReadingError) -> [UInt8]
    {
        var stream = z_stream()
        // −15: neither header nor checksum.
        guard umstieg_inflate_init(&stream, -15) == Z_OK else {
            throw ReadingError(.failed, tool: tool, message: "zlib has no memory")
        }
        defer { inflateEnd(&stream) }
        var result: Int32 = Z_OK
        var remaining = 0
        let inflated = bytes.withUnsafeBufferPointer { input in
            // zlib never writes to it.
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(clamping: input.count)
            // One byte more than allowed, to see whether there is more.
            return [UInt8](unsafeUninitializedCapacity: longest + 1) { output, count in
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: output.count)
                result = inflate(&stream, Z_FINISH)
                count = output.count - Int(stream.avail_out)
                remaining = Int(stream.avail_in)
            }
        }
        guard inflated.count <= longest else {
            throw ReadingError(.tooLong, tool: tool, message: "inflates to more than \(longest) bytes")
        }
        switch result {
        case Z_STREAM_END where remaining == 0: return inflated
        case Z_STREAM_END: throw ReadingError(.unreadable, tool: tool, message: "\(remaining) bytes too many")
        case Z_BUF_ERROR: throw ReadingError(.cut, tool: tool, message: "the deflated text ends too early")
        default: throw ReadingError(.unreadable, tool: tool, message: "is not deflated")
        }
    }
}
