import FleetModel
import Hummingbird
import NIOCore

/// A request's surroundings: who is at the other end.
struct BrokerRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let peer: IPAddress

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        // Unknown if the other end has gone already.
        peer = source.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) } ?? .unknown
    }
}
