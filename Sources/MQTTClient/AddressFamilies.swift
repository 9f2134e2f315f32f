/// Which of a host's addresses are tried.
///
/// libmosquitto waits for one address of a name only, the resolver's first; a host whose IPv6 doesn't work would never
/// be reached. Attempts take turns instead.
enum AddressFamilies {
    case all, onlyIPv4

    /// A local address to connect from: one family's address fits no socket of the other.
    var sourceAddress: String? {
        switch self {
        case .all: nil
        case .onlyIPv4: "0.0.0.0"
        }
    }

    var next: AddressFamilies {
        switch self {
        case .all: .onlyIPv4
        case .onlyIPv4: .all
        }
    }
}
