import FleetModel

extension Route {
    private struct Wire: Decodable {
        var dst: String
        var dev: String?
        var `protocol`: String?
        var gateway: String?
        var metric: JSONNumber<UInt32>?
    }

    /// Reads `ip -j -6 route`.
    package static func all(in output: ToolOutput) throws(ReadingError) -> [Route] {
        let answer = try ToolAnswer(output, of: "ip route")
        return try answer.values(of: try answer.rows(of: Wire.self)) { row throws(ValueError) in
            guard let destination = AddressPrefix(row.dst == "default" ? "::/0" : row.dst) else {
                throw ValueError(name: "dst", message: "«\(ReadingError.excerpt(row.dst))» is no network")
            }
            return Route(
                destination: destination,
                interface: try row.dev.map { name throws(ValueError) in try InterfaceName.checked(name, "dev") },
                // ip leaves out the one that it takes for usual.
                origin: row.protocol ?? "boot",
                gateway: try row.gateway.map { text throws(ValueError) in try IPAddress(text, "gateway") },
                metric: row.metric.map { Int($0.value) }
            )
        }
    }
}
