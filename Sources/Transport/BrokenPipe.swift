#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// SIGPIPE would end this program when a command ends without reading its input.
enum BrokenPipe {
    /// Reading it makes writes to closed pipes an error instead of a signal, once for the whole process.
    static let ignored: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
