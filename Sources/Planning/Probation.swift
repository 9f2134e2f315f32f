/// The time after its switch in which a node goes back to the old transport by itself, with no controller to tell it.
package struct Probation: Sendable, Hashable, Codable {
    /// Minutes without a gateway, while its WAN works, that send it back.
    package var withoutGateway: Int
    /// Minutes in a row with a gateway that end it.
    package var settle: Int

    package init(withoutGateway: Int, settle: Int) {
        self.withoutGateway = withoutGateway
        self.settle = settle
    }
}
