import FleetModel

/// The nodes of a piece of a map.
struct MapPiece: Sendable {
    private(set) var nodes: [NodeFacts] = []
    private(set) var namelessCount = 0
    private(set) var shape: MapNodeReader.Shape?
    private(set) var isState = false
    private(set) var oddValueCount = 0
    private(set) var firstOddPlace: String?

    /// - Throws: `ConfigErrors` for what isn't JSON.
    init(_ piece: JSONReader.Piece, name: String, withPersonalData: Bool) throws(ConfigErrors) {
        var reader = try JSONReader(piece, name: name)
        var nodeReader = MapNodeReader(withPersonalData: withPersonalData)
        try reader.list(hasValue: piece.hasValue) { reader throws(ConfigErrors) in
            if let node = try nodeReader.node(&reader, key: nil) { nodes.append(node) } else { namelessCount += 1 }
        }
        shape = nodeReader.shape
        isState = nodeReader.isState
        oddValueCount = reader.oddValueCount
        firstOddPlace = reader.firstOddPlace
    }
}
