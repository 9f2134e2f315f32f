import Glibc

/// Tells systemd how a service of `Type=notify` is doing, as sd_notify(3) describes it.
///
/// Says nothing to nobody where there is no systemd.
package struct ServiceNotifier: Sendable {
    /// `$NOTIFY_SOCKET`: a path, or an abstract name after `@`.
    private let socketName: String?
    /// Within which the service must say `isAlive` again and again; half of it is a good pace.
    ///
    /// Nil: nobody waits for that.
    package let watchdog: Duration?

    /// Reads what systemd says in the environment.
    package init() {
        self.init(environment: { name in getenv(name).map { String(cString: $0) } })
    }

    /// - Parameter environment: the value of a variable.
    package init(environment: (String) -> String?) {
        socketName = environment("NOTIFY_SOCKET")
        let isForUs = environment("WATCHDOG_PID").map { $0 == "\(getpid())" } ?? true
        watchdog = environment("WATCHDOG_USEC").flatMap { isForUs ? Int64($0) : nil }
            .flatMap { $0 > 0 ? .microseconds($0) : nil }
    }

    /// It does its work now, and what `systemctl status` shows.
    package func isReady(_ status: String) { send("READY=1\n" + line(status)) }

    /// What `systemctl status` shows.
    package func says(_ status: String) { send(line(status)) }

    /// It began to end.
    package func isStopping() { send("STOPPING=1") }

    /// The watchdog may wait again.
    package func isAlive() { send("WATCHDOG=1") }

    /// One line: another one would be an assignment of its own.
    private func line(_ status: String) -> String {
        "STATUS=" + String(String.UnicodeScalarView(status.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }

    private func send(_ text: String) {
        guard let socketName, let address = UnixAddress(socketName) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        address.withPointer { pointer, length in
            // Nobody can be told if systemd doesn't listen.
            _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length)
        }
    }
}
