import FleetModel
import Foundation

/// What a map of a network shows: meshviewer.json, nodes.json of both versions, graph.json, or yanic's state.
struct MapFile {
    /// In bytes.
    private static let usualPieceSize = 1 << 20
    /// Cut off, and not yet read.
    private static let piecesAhead = 2 * min(ProcessInfo.processInfo.activeProcessorCount, 8)

    private let withPersonalData: Bool
    private let pieceSize: Int
    /// Nil before the first node.
    private var shape: MapNodeReader.Shape?
    /// As yanic writes it.
    private var isState = false
    private var facts = SourceFacts()
    private var graph = MapGraph()
    private var hasNodes = false
    private var hasGraph = false
    private var nodesAreObject = false
    private var namelessCount = 0
    private var oddValues: [String] = []

    private init(withPersonalData: Bool, pieceSize: Int) {
        self.withPersonalData = withPersonalData
        self.pieceSize = pieceSize
    }

    /// - Parameters:
    ///   - stream: of the map.
    ///   - graph: graph.json beside it, if there is one.
    ///   - expected: what the user takes it for; nil for any.
    ///   - withPersonalData: contacts and coordinates are wanted, too.
    ///   - pieceSize: bytes of a list of nodes that a core reads at once.
    /// - Returns: with what it turned out to be.
    /// - Throws: `ConfigErrors` if it is no JSON, no map, or another one than expected.
    static func read(
        _ stream: ByteStream,
        graph: ByteStream?,
        as expected: SourceFormat?,
        withPersonalData: Bool,
        pieceSize: Int = usualPieceSize
    ) throws(ConfigErrors) -> (facts: SourceFacts, format: SourceFormat) {
        var file = MapFile(withPersonalData: withPersonalData, pieceSize: pieceSize)
        try file.read(stream)
        guard file.hasNodes || file.hasGraph else {
            throw ConfigErrors(stream.name, "", "is no map: it has neither «nodes» nor a graph («batadv»)")
        }
        if let graph {
            try file.read(graph)
            guard file.hasGraph else { throw ConfigErrors(graph.name, "", "has no graph («batadv»)") }
        }
        let format = file.format
        if let expected, expected != format, file.hasNodes {
            throw ConfigErrors(
                stream.name,
                "",
                "is no \(expected.rawValue): its nodes are written as in \(format.rawValue); use --format \(format.rawValue)"
            )
        }
        return (file.finished(), format)
    }

    private var format: SourceFormat {
        switch shape {
        case .flat: .meshviewer
        case .answers where nodesAreObject && isState: .yanic
        case .answers, nil: .nodes
        }
    }

    private mutating func read(_ stream: ByteStream) throws(ConfigErrors) {
        var reader = try JSONReader(stream)
        guard try reader.kind() == .object else { throw reader.problem("is no map: expected an object") }
        try reader.object { reader, name throws(ConfigErrors) in try member(name, &reader) }
        try reader.end()
        if let place = reader.firstOddPlace {
            oddValues.append(
                "\(reader.oddValueCount) values of \(stream.name) are of no use and left out, the first at \(place)."
            )
        }
    }

    private mutating func member(_ name: String, _ reader: inout JSONReader) throws(ConfigErrors) {
        switch name {
        case "nodes": try nodes(&reader)
        case "timestamp", "updated_at":
            if try reader.kind() == .number {
                facts.toldAt = try reader.integer().flatMap { PointInTime.seconds($0) }
            } else {
                facts.toldAt = try reader.string().flatMap { PointInTime.seconds($0) } ?? facts.toldAt
            }
        case "links": try graph.meshviewerLinks(&reader)
        case "batadv":
            hasGraph = true
            try graph.batadv(&reader)
        default: try reader.skip()
        }
    }

    private mutating func nodes(_ reader: inout JSONReader) throws(ConfigErrors) {
        hasNodes = true
        switch try reader.kind() {
        case .array: try list(&reader)
        case .object:
            nodesAreObject = true
            var nodeReader = MapNodeReader(withPersonalData: withPersonalData)
            try reader.object { reader, key throws(ConfigErrors) in
                if let node = try nodeReader.node(&reader, key: key) {
                    facts.nodes.append(node)
                } else {
                    namelessCount += 1
                }
            }
            (shape, isState) = (nodeReader.shape, nodeReader.isState)
        case .text, .number, .flag, .nothing: throw reader.problem("«nodes» is neither a list nor an object")
        }
    }

    /// Piece by piece: this core cuts them off, the others read them.
    private mutating func list(_ reader: inout JSONReader) throws(ConfigErrors) {
        try reader.enter()
        let (name, withPersonalData) = (reader.stream.name, withPersonalData)
        var pieces = AheadQueue<Result<MapPiece, ConfigErrors>>(limit: Self.piecesAhead)
        var isContinued = false
        var isLast = false
        while !isLast {
            let piece = try reader.piece(size: pieceSize, isContinued: isContinued)
            (isContinued, isLast) = (true, piece.isLast)
            let read = pieces.begin {
                Result { () throws(ConfigErrors) in
                    try MapPiece(piece, name: name, withPersonalData: withPersonalData)
                }
            }
            if let read { try add(read.get(), &reader) }
        }
        while let read = pieces.next() { try add(read.get(), &reader) }
    }

    private mutating func add(_ piece: MapPiece, _ reader: inout JSONReader) {
        facts.nodes += piece.nodes
        namelessCount += piece.namelessCount
        shape = shape ?? piece.shape
        isState = isState || piece.isState
        reader.noteOddValues(piece.oddValueCount, first: piece.firstOddPlace)
    }

    private mutating func finished() -> SourceFacts {
        if namelessCount > 0 { facts.notes.append("\(namelessCount) entries without a node's id are left out.") }
        facts.notes += oddValues
        facts.sortNodes()
        if facts.nodes.isEmpty, hasNodes { facts.notes.append("It tells of no node.") }
        graph.add(to: &facts)
        return facts
    }
}

extension SourceFacts {
    /// Puts nodes in order; of those that stand twice, the one that was seen last stays.
    mutating func sortNodes() {
        // Maps are often written in order.
        if !nodes.indices.dropFirst().allSatisfy({ nodes[$0 - 1].id < nodes[$0].id }) {
            nodes.sort { ($0.id, $1.lastSeen ?? 0) < ($1.id, $0.lastSeen ?? 0) }
        }
        var doubles: [String] = []
        var kept = 0
        for index in nodes.indices {
            if kept > 0, nodes[kept - 1].id == nodes[index].id {
                doubles.append(nodes[index].id)
            } else {
                if kept != index { nodes.swapAt(kept, index) }
                kept += 1
            }
        }
        nodes.removeLast(nodes.count - kept)
        if !doubles.isEmpty {
            notes.append(
                "\(doubles.count) nodes stand there more than once: \(doubles.prefix(5).joined(separator: ", "))"
                    + (doubles.count > 5 ? ", …" : "") + "."
            )
        }
    }
}
