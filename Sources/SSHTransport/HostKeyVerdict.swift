/// What the known_hosts files say about a key that a host showed.
enum HostKeyVerdict: Sendable, Equatable {
    case trusted
    case unknown
    case changed(known: HostKey, file: String, line: Int)
    case revoked(file: String, line: Int)
}
