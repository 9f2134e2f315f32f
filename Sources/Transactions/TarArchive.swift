/// A tar file being written, in the oldest format that each tar reads: ustar, short names, owner root.
struct TarArchive {
    /// Two blocks of zeros end a tar file.
    private static let end = [UInt8](repeating: 0, count: 1024)

    private var blocks: [UInt8] = []

    /// The archive as it is now, with its end.
    var bytes: [UInt8] { blocks + Self.end }

    /// Adds a file of at most 8 GiB.
    ///
    /// - Parameters:
    ///   - name: A relative path of at most 100 ASCII characters. It comes from this module, never from input.
    ///   - content: The file's bytes.
    ///   - mode: Permission bits.
    mutating func append(_ name: String, _ content: [UInt8], mode: Int = 0o600) {
        precondition(name.utf8.count <= 100 && name.utf8.allSatisfy { $0 < 0x80 })
        blocks += Self.header(name: name, size: content.count, mode: mode)
        blocks += content
        blocks += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    mutating func append(_ name: String, _ text: String) {
        append(name, Array(text.utf8))
    }

    private static func header(name: String, size: Int, mode: Int) -> [UInt8] {
        var header: [UInt8] = []
        func field(_ text: String, _ width: Int) {
            header += text.utf8
            header += [UInt8](repeating: 0, count: width - text.utf8.count)
        }
        func octal(_ value: Int, _ width: Int) {
            let digits = String(value, radix: 8)
            field(String(repeating: "0", count: width - 1 - digits.utf8.count) + digits, width)
        }
        field(name, 100)
        octal(mode, 8)
        octal(0, 8)
        octal(0, 8)
        octal(size, 12)
        octal(0, 12)
        let checksum = header.count
        field("        ", 8)
        field("0", 1)
        field("", 100)
        field("ustar", 6)
        field("00", 2)
        field("root", 32)
        field("root", 32)
        octal(0, 8)
        octal(0, 8)
        field("", 155 + 12)
        let sum = header.reduce(0) { $0 + Int($1) }
        let digits = String(sum, radix: 8)
        let text = String(repeating: "0", count: 6 - digits.utf8.count) + digits + "\0 "
        header.replaceSubrange(checksum..<checksum + 8, with: text.utf8)
        return header
    }
}
