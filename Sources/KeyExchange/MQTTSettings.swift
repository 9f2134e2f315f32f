/// How to reach the MQTT server: `mqtt`, and `umstieg/mqtt` for what wgkex doesn't know.
package struct MQTTSettings: Sendable, Hashable {
    package var host: String
    package var port = 1883
    package var username: String?
    /// Where the password stands; wgkex.yaml holds it itself, `umstieg/mqtt/password_file` names a file.
    package var password: Secret?
    package var keepAlive = Duration.seconds(5)
    package var usesTLS = false
    /// PEM file of the authorities that may have signed the server's certificate; the system's if nil.
    package var authorities: String?

    package init(host: String) { self.host = host }

    package enum Secret: Sendable, Hashable, CustomStringConvertible {
        case text(String)
        case file(String)

        /// Never the secret itself.
        package var description: String {
            switch self {
            case .text: "a password"
            case .file(let path): "the password in \(path)"
            }
        }
    }
}
