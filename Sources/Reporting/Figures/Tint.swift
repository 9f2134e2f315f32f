/// What a colour and a shape of a figure mean.
package enum Tint: String, Sendable, Hashable, CaseIterable {
    /// Done, or on WireGuard.
    case new
    /// On both transports.
    case both
    /// Still to do, or on fastd.
    case old
    case meshOnly = "mesh-only"
    /// Offline, or late.
    case absent
    case unknown
    case failed
    case returned

    /// The colour, which follows the reader's preference for light or dark.
    var color: Markup { "var(--\(rawValue))" }

    /// Whether marks of it are filled: shapes tell apart what colours don't tell everybody.
    private var isFilled: Bool {
        switch self {
        case .new, .both, .failed, .returned: true
        case .old, .meshOnly, .absent, .unknown: false
        }
    }

    /// A mark of the radius 4 around the origin.
    var mark: Markup {
        let paint: Markup =
            isFilled ? "fill=\"\(color)\"" : "fill=\"var(--ground)\" stroke=\"\(color)\" stroke-width=\"1.8\""
        switch self {
        case .new, .old: return "<circle r=\"\(isFilled ? 4 : 3.2)\" \(paint)/>"
        case .both: return "<path d=\"M0-5 5 0 0 5-5 0z\" \(paint)/>"
        case .meshOnly: return "<path d=\"M0-4.2 4.2 3.4-4.2 3.4z\" \(paint) stroke-linejoin=\"round\"/>"
        case .absent: return "<path d=\"M-3-3 3 3M-3 3 3-3\" \(paint)/>"
        case .unknown: return "<rect x=\"-3\" y=\"-3\" width=\"6\" height=\"6\" \(paint)/>"
        case .failed: return "<path d=\"M0-5 5 4-5 4z\" \(paint)/>"
        case .returned: return "<rect x=\"-4\" y=\"-4\" width=\"8\" height=\"8\" \(paint)/>"
        }
    }

    /// The colour as a picture of its own, for legends.
    var swatch: Markup {
        "<svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect width=\"12\" height=\"12\" fill=\"\(color)\"/></svg>"
    }

    /// The mark as a picture of its own, for legends.
    var sign: Markup { "<svg viewBox=\"-6 -6 12 12\" aria-hidden=\"true\">\(mark)</svg>" }
}
