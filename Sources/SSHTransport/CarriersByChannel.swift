import NIOCore

/// The carriers of connections that are tried for one host; a name may have several addresses, and one wins.
///
/// `@unchecked Sendable`: confined to one event loop.
final class CarriersByChannel: @unchecked Sendable {
    private var carriers: [ObjectIdentifier: SocketCarrier] = [:]

    func make(for channel: any Channel) -> SocketCarrier {
        let carrier = SocketCarrier(channel: channel)
        carriers[ObjectIdentifier(channel)] = carrier
        return carrier
    }

    func carrier(of channel: any Channel) -> SocketCarrier? {
        carriers[ObjectIdentifier(channel)]
    }
}
