/// Something that a rollout has confirmed on a device, and that nothing has taken back since.
package struct ConfirmedChange: Sendable, Hashable {
    package enum Effect: Sendable, Hashable {
        /// WireGuard runs beside fastd.
        case opensNew
        /// fastd doesn't run any more.
        case closesOld
    }

    /// A gateway's name, or a node's id.
    package var device: String
    /// Code.
    package var domain: String
    package var effect: Effect
    /// Seconds since 1970.
    package var time: Double

    package init(device: String, domain: String, effect: Effect, time: Double) {
        self.device = device
        self.domain = domain
        self.effect = effect
        self.time = time
    }
}
