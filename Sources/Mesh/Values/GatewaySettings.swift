/// What part a participant takes in batman-adv's choice of gateways, and how.
package struct GatewaySettings: Sendable, Hashable {
    package var mode: GatewayMode
    /// What it announces as a server.
    package var down: Throughput?
    package var up: Throughput?

    package init(mode: GatewayMode, down: Throughput? = nil, up: Throughput? = nil) {
        self.mode = mode
        self.down = down
        self.up = up
    }
}
