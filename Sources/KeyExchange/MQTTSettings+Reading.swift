extension MQTTSettings {
    init(_ root: SettingsNode, own: SettingsNode?) throws(SettingsError) {
        guard let node = try root.member("mqtt"), let host = try node.member("broker_url") else {
            throw root.wrong("«mqtt/broker_url» is missing: expected the MQTT server's host name")
        }
        try own?.allow(["ca_file", "password_file"])
        self.init(host: try host.text())
        if let port = try node.member("broker_port") { self.port = try port.integer(in: 1...65_535) }
        if let username = try node.member("username") { self.username = try username.text() }
        if let password = try node.member("password") { self.password = .text(try password.text()) }
        if let file = try own?.member("password_file") { password = .file(try file.text()) }
        if let seconds = try node.member("keepalive") { keepAlive = .seconds(try seconds.integer(in: 5...3600)) }
        if let tls = try node.member("tls") { usesTLS = try tls.boolean() }
        if let file = try own?.member("ca_file") { authorities = try file.text() }
    }
}
