extension NetworkdLink {
    private struct Wire: Decodable {
        var index: JSONNumber<Int32>
        var name: String
        var administrativeState: String
        var operationalState: String
        var kind: String?
        var networkFile: String?

        enum CodingKeys: String, CodingKey {
            case index = "Index"
            case name = "Name"
            case administrativeState = "AdministrativeState"
            case operationalState = "OperationalState"
            case kind = "Kind"
            case networkFile = "NetworkFile"
        }
    }

    private struct List: Decodable {
        var interfaces: JSONRows<Wire>

        enum CodingKeys: String, CodingKey {
            case interfaces = "Interfaces"
        }
    }

    /// Reads `networkctl list --json=short`.
    package static func all(in output: ToolOutput) throws(ReadingError) -> [NetworkdLink] {
        let answer = try ToolAnswer(output, of: "networkctl list")
        let rows = try answer.json(List.self).interfaces.rows
        return try answer.values(of: rows, at: "/Interfaces") { row throws(ValueError) in try NetworkdLink(row) }
    }

    /// Reads `networkctl status … --json=short`, for one interface.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "networkctl status")
        let wire = try answer.json(Wire.self)
        do throws(ValueError) {
            self = try NetworkdLink(wire)
        } catch {
            throw answer.error(.unreadable, at: "/\(error.name)", error.message)
        }
    }

    private init(_ wire: Wire) throws(ValueError) {
        self.init(
            name: try InterfaceName.checked(wire.name, "Name"),
            index: Int(wire.index.value),
            administrativeState: wire.administrativeState,
            operationalState: wire.operationalState,
            kind: wire.kind,
            networkFile: wire.networkFile
        )
    }
}
