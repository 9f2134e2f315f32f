import ArgumentParser

/// A place to connect to, as in `127.0.0.1:1883` or `[::1]:1883`.
struct HostAndPort: ExpressibleByArgument, Sendable {
    var host: String
    var port: Int

    init?(argument: String) {
        guard let address = ListenAddress(argument: argument), address.port > 0 else { return nil }
        host = address.host
        port = address.port
    }
}
