/// What came of batman-adv's pings from one participant of a mesh to another.
package struct MeshPing: Sendable {
    /// Code of the domain.
    package var domain: String
    package var from: Subject
    package var to: Subject
    package var result: Result<BatmanPing, ReadingError>

    package init(domain: String, from: Subject, to: Subject, result: Result<BatmanPing, ReadingError>) {
        self.domain = domain
        self.from = from
        self.to = to
        self.result = result
    }
}
