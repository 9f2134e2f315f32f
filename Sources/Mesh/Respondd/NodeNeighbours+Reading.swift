extension NodeNeighbours {
    struct Wire: Decodable {
        struct Interface: Decodable {
            /// By the neighbour's address.
            var neighbours: JSONObject<Neighbour>?
        }

        struct Neighbour: Decodable {
            /// Under BATMAN_V Gluon makes one up from the throughput.
            var tq: JSONNumber<UInt8>?
            /// Seconds.
            var lastseen: JSONNumber<Double>?
        }

        var nodeId: String
        /// By the address of the node's own interface.
        var batadv: JSONObject<Interface>?

        enum CodingKeys: String, CodingKey {
            case nodeId = "node_id"
            case batadv
        }
    }

    init(_ wire: Wire) throws(ValueError) {
        self.init(nodeID: try NodeID.checked(wire.nodeId, "neighbours/node_id"), neighbours: [])
        for (own, interface) in wire.batadv?.members ?? [:] {
            let place = "neighbours/batadv/\(ReadingError.excerpt(own))"
            let own = try Self.address(own, place)
            for (address, neighbour) in interface.neighbours?.members ?? [:] {
                let place = "\(place)/\(ReadingError.excerpt(address))"
                let address = try Self.address(address, place)
                neighbours.append(
                    Neighbour(
                        interface: own,
                        address: address,
                        quality: neighbour.tq.map { .transmitQuality(TransmitQuality($0.value)) },
                        lastSeen: try neighbour.lastseen.map { seconds throws(ValueError) in
                            guard let duration = Duration(bounded: seconds.value) else {
                                throw ValueError(name: "\(place)/lastseen", message: "is out of range")
                            }
                            return duration
                        }
                    )
                )
            }
        }
        neighbours.sort { ($0.interface, $0.address) < ($1.interface, $1.address) }
    }

    private static func address(_ text: String, _ place: String) throws(ValueError) -> MACAddress {
        guard let address = MACAddress(text) else { throw ValueError(name: place, message: "is no MAC address") }
        return address
    }
}
