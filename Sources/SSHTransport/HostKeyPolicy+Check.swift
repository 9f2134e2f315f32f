import Transport

extension HostKeyPolicy {
    /// - Throws: `.hostKeyUnknown`, `.hostKeyChanged` or `.hostKeyRevoked`.
    func check(_ key: HostKey, of hop: Hop) throws(TransportError) {
        switch verdict(on: key) {
        case .trusted:
            return
        case .unknown:
            throw TransportError(
                .hostKeyUnknown,
                host: hop.name,
                message: "host key unknown: \(key) of \(KnownHosts.name(hop.address, port: hop.port)); "
                    + "look at it with: umstieg hostkeys scan \(hop.selector)"
            )
        case .changed(let known, let file, let line):
            throw TransportError(
                .hostKeyChanged,
                host: hop.name,
                message: "host key changed: the host shows \(key), \(file):\(line) knows \(known)"
            )
        case .revoked(let file, let line):
            throw TransportError(
                .hostKeyRevoked,
                host: hop.name,
                message: "host key revoked: \(key), by \(file):\(line)"
            )
        }
    }
}

extension Hop {
    /// How the command line names it: a node by its id, which is twelve hexadecimal digits.
    fileprivate var selector: String {
        let isNode = name.utf8.count == 12 && name.allSatisfy(\.isHexDigit)
        return (isNode ? "node:" : "gateway:") + name
    }
}
