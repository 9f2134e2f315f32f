import Transport

extension Endpoint {
    /// A jump as ProxyJump names it: `[USER@]HOST[:PORT]` or `ssh://[USER@]HOST[:PORT]`, an IPv6 address in brackets.
    ///
    /// - Returns: nil if it names no host or no port between 1 and 65535.
    init?(jump text: String) {
        var rest = Substring(text)
        if rest.hasPrefix("ssh://") { rest = rest.dropFirst(6) }
        var user: String?
        if let at = rest.lastIndex(of: "@") {
            user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        var port: Int?
        var host = rest
        if rest.first == "[", let end = rest.firstIndex(of: "]") {
            host = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            if rest.first == ":" { port = Int(rest.dropFirst()) ?? 0 }
        } else if let colon = rest.lastIndex(of: ":"), rest.firstIndex(of: ":") == colon {
            host = rest[..<colon]
            port = Int(rest[rest.index(after: colon)...]) ?? 0
        }
        guard !host.isEmpty, user != "", port.map({ (1...65_535).contains($0) }) ?? true else { return nil }
        self.init(name: String(host), address: String(host), port: port, user: user)
    }
}
