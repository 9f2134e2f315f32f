import Foundation

/// A certificate authority of the test's own, made by `openssl`.
package final class TestAuthority: Sendable {
    /// Of one server, PEM files.
    package struct Identity: Sendable {
        package let certificate: String
        package let key: String
        /// Keeps the files.
        fileprivate let directory: TestDirectory
    }

    private static let openssl = "/usr/bin/openssl"
    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]

    private let directory: TestDirectory

    package init() throws {
        directory = try TestDirectory()
        try TestProcess.run(
            Self.openssl,
            ["req", "-x509"] + Self.newKey + ["-keyout", key, "-out", certificate, "-subj", "/CN=Test authority"]
        )
    }

    /// PEM file of its own certificate, which clients trust.
    package var certificate: String { directory.file("authority.pem") }
    private var key: String { directory.file("authority.key") }

    /// Signs a server's certificate for names as `subjectAltName` has them, such as `DNS:localhost` or `IP:127.0.0.1`.
    package func issue(for names: [String] = ["DNS:localhost", "IP:127.0.0.1"]) throws -> Identity {
        let name = UUID().uuidString
        let identity = Identity(
            certificate: directory.file(name + ".pem"),
            key: directory.file(name + ".key"),
            directory: directory
        )
        try TestProcess.run(
            Self.openssl,
            ["req", "-x509", "-CA", certificate, "-CAkey", key] + Self.newKey + [
                "-keyout", identity.key, "-out", identity.certificate, "-subj", "/CN=Test server",
                "-addext", "subjectAltName=" + names.joined(separator: ","),
                "-addext", "basicConstraints=critical,CA:FALSE",
            ]
        )
        return identity
    }
}
