import FleetModel
import FoundationEssentials

/// Answers of respondd that were recorded: JSON objects in one file or several, or datagrams as they came.
///
/// A datagram is a file of its own, or the text `deflate_base64` of an object.
struct RecordedAnswers {
    private static let largestDatagram = 1 << 16

    private let options: SourceFile.Options
    private var reader: MapNodeReader
    private var nodes: [String: NodeFacts] = [:]
    private var graph = NeighbourGraph()
    private var answerCount = 0
    private var notes: [String] = []

    private init(_ options: SourceFile.Options) {
        self.options = options
        reader = MapNodeReader(withPersonalData: options.withPersonalData, withLinks: true)
    }

    static func read(_ stream: ByteStream, _ options: SourceFile.Options) throws(ConfigErrors) -> SourceFacts {
        var answers = RecordedAnswers(options)
        try answers.add(stream)
        return answers.finished()
    }

    static func read(_ directory: SourceDirectory, _ options: SourceFile.Options) throws(ConfigErrors) -> SourceFacts {
        var answers = RecordedAnswers(options)
        var others: [String] = []
        for file in directory.files {
            let start = try directory.stream(file).peek().drop { $0 <= 0x20 }
            guard
                file.hasSuffix(".json") || file.hasSuffix(".jsonl") || file.hasSuffix(".deflate")
                    || file.hasSuffix(".flated") || start.first == UInt8(ascii: "{")
            else {
                others.append(file)
                continue
            }
            try answers.add(try directory.stream(file))
        }
        if !others.isEmpty { answers.notes.append("\(others.count) files hold no answers, the first is \(others[0]).") }
        return answers.finished()
    }

    private mutating func add(_ stream: ByteStream) throws(ConfigErrors) {
        let start = try stream.peek()
        let text = start.starts(with: [0xef, 0xbb, 0xbf]) ? start.dropFirst(3) : start[...]
        guard text.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else {
            return try add(datagram: try stream.rest(limit: Self.largestDatagram)[...], of: stream.name, at: "")
        }
        var json = try JSONReader(stream)
        while try json.hasMore() {
            let place = json.place
            guard try json.kind() == .object else { throw json.problem("expected an answer, which is an object") }
            try addObject(&json, of: stream.name, at: place)
        }
        if let place = json.firstOddPlace {
            notes.append(
                "\(json.oddValueCount) values of \(stream.name) are of no use and left out, the first at \(place)."
            )
        }
    }

    private mutating func addObject(_ json: inout JSONReader, of file: String, at place: String) throws(ConfigErrors) {
        var datagram: String?
        let facts = try reader.answer(&json) { json, name throws(ConfigErrors) in
            guard name == "deflate_base64" else { return false }
            datagram = try json.string()
            return true
        }
        if let datagram {
            guard let bytes = Data(base64Encoded: datagram) else {
                throw ConfigErrors(file, place, "«deflate_base64» is no base64")
            }
            return try add(datagram: Array(bytes)[...], of: file, at: place)
        }
        guard let facts else { throw ConfigErrors(file, place, "tells nothing of a node") }
        add(facts)
    }

    private mutating func add(datagram: ArraySlice<UInt8>, of file: String, at place: String) throws(ConfigErrors) {
        let bytes: [UInt8]
        do { bytes = try options.inflate(datagram) } catch { throw ConfigErrors(file, place, "\(error)") }
        var json = try JSONReader(ByteStream(bytes, name: file))
        let facts: NodeFacts?
        do throws(ConfigErrors) {
            guard try json.kind() == .object else { throw json.problem("expected an answer, which is an object") }
            facts = try reader.answer(&json) { _, _ in false }
            try json.end()
        } catch {
            guard !place.isEmpty else { throw error }
            // Places in a datagram are those of its inflated text.
            throw ConfigErrors(
                file,
                place,
                "the datagram, inflated: \(error.errors.first?.path ?? ""): \(error.errors.first?.message ?? "")"
            )
        }
        guard let facts else { throw ConfigErrors(file, place, "tells nothing of a node") }
        add(facts)
    }

    private mutating func add(_ facts: NodeFacts) {
        answerCount += 1
        graph.add(interfaces: reader.interfaces, neighbours: reader.neighbours, of: facts.id)
        guard var sum = nodes[facts.id] else {
            nodes[facts.id] = facts
            return
        }
        // Later answers are newer.
        var newer = facts
        newer.add(sum)
        sum = newer
        nodes[facts.id] = sum
    }

    private func finished() -> SourceFacts {
        var facts = SourceFacts()
        facts.nodes = Array(nodes.values)
        facts.notes = notes
        facts.sortNodes()
        facts.links = graph.links
        if facts.nodes.isEmpty { facts.notes.append("It tells of no node.") }
        return facts
    }
}
