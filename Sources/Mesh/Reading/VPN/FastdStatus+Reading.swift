import FleetModel

extension FastdStatus {
    private struct Wire: Decodable {
        /// In ms.
        var uptime: JSONNumber<Int>
        var interface: String?
        var peers: JSONObject<Peer>
    }

    fileprivate struct Peer: Decodable {
        struct Connection: Decodable {
            /// In ms.
            var established: JSONNumber<Int>
            var method: String?
            var macAddresses: [MACAddress]?

            enum CodingKeys: String, CodingKey {
                case established
                case method
                case macAddresses = "mac_addresses"
            }
        }

        var name: String?
        var address: String?
        var interface: String?
        var connection: Connection?
        /// Before version 18 it stood outside of the connection.
        var macAddresses: [MACAddress]?

        enum CodingKeys: String, CodingKey {
            case name
            case address
            case interface
            case connection
            case macAddresses = "mac_addresses"
        }
    }

    /// Reads what fastd sends to whoever connects to its status socket.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "fastd status")
        let wire = try answer.json(Wire.self)
        guard wire.uptime.value >= 0 else { throw answer.error(.unreadable, at: "/uptime", "is out of range") }
        var peers: [FastdPeer] = []
        peers.reserveCapacity(wire.peers.members.count)
        for (key, peer) in wire.peers.members {
            guard let bytes = HexDigits.bytes(key, count: 32) else {
                throw answer.error(.unreadable, at: "/peers/\(key)", "is no key")
            }
            if let established = peer.connection?.established.value, established < 0 {
                throw answer.error(.unreadable, at: "/peers/\(key)/connection/established", "is out of range")
            }
            peers.append(FastdPeer(key: HexDigits.text(bytes), peer))
        }
        self.init(
            uptime: .milliseconds(wire.uptime.value),
            interface: wire.interface,
            peers: peers.sorted { $0.key < $1.key }
        )
    }
}

extension FastdPeer {
    fileprivate init(key: String, _ wire: FastdStatus.Peer) {
        self.init(
            key: key,
            name: wire.name,
            address: wire.address,
            interface: wire.interface,
            connection: wire.connection.map { connection in
                FastdConnection(
                    established: .milliseconds(connection.established.value),
                    method: connection.method,
                    addresses: connection.macAddresses ?? wire.macAddresses ?? []
                )
            }
        )
    }
}
