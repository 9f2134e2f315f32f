import Glibc

extension ExitStatus {
    /// Ends the program without what libraries do at an exit, as threads of it are still at work then: OpenSSL takes its
    /// locks away, also from a session that an event loop is just closing.
    package func leave() -> Never {
        fflush(nil)
        _exit(rawValue)
    }
}
