/// A worker's gateway in one domain.
package struct GatewayPlace: Sendable, Hashable {
    package var worker: String
    package var domain: String

    package init(worker: String, domain: String) {
        self.worker = worker
        self.domain = domain
    }
}
