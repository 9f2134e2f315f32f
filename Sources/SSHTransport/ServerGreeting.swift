/// What a server says in clear before encryption starts: its banner and the host key types it offers.
///
/// Format: RFC 4253, sections 4.2 (banner), 6 (packet) and 7.1 (SSH_MSG_KEXINIT).
struct ServerGreeting: Sendable {
    /// Most bytes of lines before the banner; OpenSSH's client reads 1024 lines.
    private static let preambleLimit = 16 << 10
    private static let bannerLimit = 255
    private static let packetLimit = 36_000

    /// The first line before the banner, at most 200 characters, such as `Exceeded MaxStartups`.
    private(set) var preamble: String?
    /// `SSH-2.0-OpenSSH_9.2`; nil as long as none has come.
    private(set) var banner: String?
    /// As in the server's key exchange message; nil as long as none has come.
    private(set) var hostKeyTypes: [String]?
    private(set) var isComplete = false
    private var pending: [UInt8] = []
    private var preambleBytes = 0

    /// - Returns: what is wrong with the bytes, nil if nothing is.
    mutating func consume(_ bytes: some Collection<UInt8>) -> String? {
        pending.append(contentsOf: bytes)
        while banner == nil {
            guard let end = pending.firstIndex(of: UInt8(ascii: "\n")) else {
                guard preambleBytes + pending.count <= Self.preambleLimit else { return notSSH }
                return pending.starts(with: "SSH-".utf8) && pending.count > Self.bannerLimit ? notSSH : nil
            }
            var line = pending[..<end]
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if line.starts(with: "SSH-".utf8) {
                guard line.count <= Self.bannerLimit else { return notSSH }
                let text = printable(line)
                guard text.hasPrefix("SSH-2.0-") || text.hasPrefix("SSH-1.99-") else {
                    return "speaks \(text), not SSH 2"
                }
                banner = text
            } else {
                preambleBytes += end + 1
                guard preambleBytes <= Self.preambleLimit else { return notSSH }
                preamble = preamble ?? printable(line)
            }
            pending.removeSubrange(...end)
        }
        return consumeKeyExchange()
    }

    /// What was said before the end, for a server that hung up without a banner.
    var lastWords: String? {
        preamble ?? (pending.isEmpty || banner != nil ? nil : printable(pending[...]))
    }

    private var notSSH: String {
        "not an SSH server: it began with \(preamble ?? printable(pending.prefix(60)))"
    }

    private mutating func consumeKeyExchange() -> String? {
        guard pending.count >= 4 else { return nil }
        let length = pending.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard length >= 12, length <= Self.packetLimit else {
            return "protocol error: the first packet claims \(length) bytes"
        }
        guard pending.count >= 4 + length else { return nil }
        isComplete = true
        defer { pending = [] }
        // Padding length, message number, cookie of 16 bytes, then name lists: key exchange, host keys.
        guard pending[5] == 20, length > 22 else { return nil }
        var reader = SSHReader(pending[22..<(4 + length)])
        guard reader.string() != nil, let names = reader.string() else {
            return "protocol error: the key exchange message is cut short"
        }
        hostKeyTypes = String(decoding: names, as: UTF8.self).split(separator: ",").map(String.init)
        return nil
    }

    private func printable(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix(200).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
