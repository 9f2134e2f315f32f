/// Why a key or seed can't be used.
package enum KeyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Not the text of a WireGuard key.
    case malformedWireGuardKey(String)
    /// Not 64 hexadecimal digits.
    case malformedFastdKey(String)
    /// Not 64 hexadecimal digits.
    case malformedSeed(String)
    /// 32 bytes that are no public key: a typing error, or random data.
    case offCurve(String)
    /// A point that everyone knows the secret of.
    case weak(String)

    package var description: String {
        switch self {
        case .malformedWireGuardKey(let text):
            "«\(text.escapingControls)» is no WireGuard key: expected 43 base64 characters and «=»"
        case .malformedFastdKey(let text):
            "«\(text.escapingControls)» is no fastd key: expected 64 hexadecimal digits"
        case .malformedSeed(let text):
            "«\(text.escapingControls)» is no domain seed: expected 64 hexadecimal digits"
        case .offCurve(let text): "«\(text)» is no fastd public key: its point is not on the curve"
        case .weak(let text): "«\(text)» is no usable fastd public key: its secret is known"
        }
    }
}
