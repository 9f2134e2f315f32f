/// The other end of a fastd tunnel.
package struct FastdPeer: Sendable, Hashable {
    /// 64 hexadecimal digits, lower case.
    package var key: String
    /// Chosen by strangers; nil for peers that are in no file.
    package var name: String?
    /// `192.0.2.1:10000`, a host's name with a port, or `any`.
    package var address: String?
    /// Its own, where peers have interfaces of their own.
    package var interface: String?
    /// Nil as long as there is none.
    package var connection: FastdConnection?

    package init(
        key: String,
        name: String? = nil,
        address: String? = nil,
        interface: String? = nil,
        connection: FastdConnection? = nil
    ) {
        self.key = key
        self.name = name
        self.address = address
        self.interface = interface
        self.connection = connection
    }

    package var isConnected: Bool { connection != nil }
}
