import FleetModel

/// What a broker answers, in wgkex's shapes.
package enum RegistrationAnswer: Sendable, Hashable {
    /// Version 1: the key was published.
    case published
    /// Version 2: the key was published, and this is the gateway to go to.
    case endpoint(GatewayData)
    /// Any version: it was not.
    case refused(String)

    /// The body, without a final line feed.
    package var json: String {
        switch self {
        case .published: #"{"Message":"OK"}"#
        case .endpoint(let data):
            #"{"Endpoint":{"Address":\#(JSONText.string(data.externalAddress)),"#
                + #""AllowedIPs":[\#(JSONText.string(data.linkAddress))],"Port":"\#(data.port)","#
                + #""PublicKey":\#(JSONText.string(data.publicKey.base64))}}"#
        case .refused(let message): #"{"error":{"message":\#(JSONText.string(message))}}"#
        }
    }
}
