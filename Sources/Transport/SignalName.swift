#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Names of signals as SSH writes them (RFC 4254, section 6.10): without `SIG`.
enum SignalName {
    private static let names: [Int32: String] = [
        SIGABRT: "ABRT", SIGALRM: "ALRM", SIGBUS: "BUS", SIGFPE: "FPE", SIGHUP: "HUP", SIGILL: "ILL", SIGINT: "INT",
        SIGKILL: "KILL", SIGPIPE: "PIPE", SIGQUIT: "QUIT", SIGSEGV: "SEGV", SIGTERM: "TERM", SIGUSR1: "USR1",
        SIGUSR2: "USR2",
    ]

    static func of(_ number: Int32) -> String { names[number] ?? "\(number)" }
}
