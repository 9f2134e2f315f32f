import FleetModel
import Mesh

/// The mesh itself as a source: `respondd://bat-nord` asks all nodes behind an interface, `respondd://[fd00::1]` one.
struct MeshSource {
    private static let scheme = "respondd://"

    private let text: String
    private let question: ResponddQuestion

    /// Nil for any other source.
    ///
    /// - Throws: `CommandFailure` for an address that is none.
    init?(_ text: String) throws(CommandFailure) {
        guard text.hasPrefix(Self.scheme) else { return nil }
        self.text = text
        let place = text.dropFirst(Self.scheme.count)
        guard place.hasPrefix("[") else {
            guard (1...15).contains(place.utf8.count), place.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x2f }) else {
                throw CommandFailure(.usage, "«\(text)»: expected respondd://INTERFACE or respondd://[ADDRESS]")
            }
            question = .everyone(on: String(place))
            return
        }
        let parts = place.dropFirst().prefix { $0 != "]" }.split(separator: "%", maxSplits: 1)
        let end = place.drop { $0 != "]" }.dropFirst()
        let port = end.isEmpty ? ResponddQuestion.port : end.hasPrefix(":") ? UInt16(end.dropFirst()) : nil
        guard let first = parts.first, let address = IPAddress(first), let port, port > 0 else {
            throw CommandFailure(
                .usage,
                "«\(text)»: expected respondd://[ADDRESS], respondd://[ADDRESS%INTERFACE]:PORT"
            )
        }
        question = .node(address, interface: parts.count > 1 ? String(parts[1]) : nil, port: port)
    }

    /// - Parameter now: in seconds since 1970.
    /// - Returns: what the nodes that answered say of themselves.
    /// - Throws: `CommandFailure` if nobody can be asked, or nobody answers.
    func read(at now: Int) async throws(CommandFailure) -> SourceFacts {
        let replies: [ResponddReply]
        do {
            replies = try await ResponddClient.replies(to: question, within: .seconds(5))
        } catch {
            throw CommandFailure(.failed, "\(text): \(error)")
        }
        guard !replies.isEmpty else { throw CommandFailure(.failed, "\(text): nobody has answered within 5 s") }
        return SourceFacts(replies, at: now)
    }
}

extension SourceFacts {
    /// - Parameters:
    ///   - replies: of the nodes that were asked.
    ///   - now: in seconds since 1970.
    init(_ replies: [ResponddReply], at now: Int) {
        self.init()
        var graph = NeighbourGraph()
        var told: [String: NodeFacts] = [:]
        var complaints: [ReadingError] = []
        for reply in replies {
            switch reply.answer {
            case .failure(let error): complaints.append(error)
            case .success(let answer):
                guard let facts = NodeFacts(answer, heardAt: now) else { continue }
                graph.add(answer)
                told[facts.id] = facts
            }
        }
        nodes = told.values.sorted { $0.id < $1.id }
        links = graph.links
        toldAt = now
        if let first = complaints.first {
            notes.append("\(complaints.count) answers can't be read and are left out, the first: \(first).")
        }
    }
}
