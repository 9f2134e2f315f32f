import Glibc

extension ConfigNode {
    /// Text of one line that isn't empty; spaces are allowed.
    package func line() -> String? {
        guard let text = string() else { return nil }
        guard !text.isEmpty, !text.unicodeScalars.contains(where: \.isControl) else {
            return unexpected("text without control characters")
        }
        return text
    }

    /// One word that no command takes for an option: neither whitespace nor control characters, no leading dash.
    package func word() -> String? {
        guard let text = string() else { return nil }
        guard text.isWord else {
            return unexpected("a name without whitespace, control characters or a leading dash")
        }
        return text
    }

    /// A name that can stand in file names, topics and URLs: letters, digits, `.`, `_` and `-`, not at its start.
    package func identifier() -> String? {
        guard let text = string() else { return nil }
        guard text.isIdentifier else { return unexpected(String.identifierExpectation) }
        return text
    }

    /// The name of a network interface, which Linux limits to 15 bytes.
    package func interface() -> String? {
        guard let text = string() else { return nil }
        guard text.isIdentifier, text.utf8.count <= 15 else {
            return unexpected("an interface name of at most 15 letters, digits, «.», «_» and «-»")
        }
        return text
    }

    /// A host name, or an IP address without brackets; an IPv6 address may have a zone.
    package func host() -> String? {
        guard let text = string() else { return nil }
        return text.isHostName ? text : unexpected("a host name or an IP address")
    }

    /// An IPv6 prefix: `fd62:f45c:4d09:101::/64`.
    package func prefix6() -> String? {
        guard let text = string() else { return nil }
        return text.isIPv6Prefix ? text : unexpected("an IPv6 prefix such as fd62:f45c:4d09:101::/64")
    }
}

extension String {
    static let identifierExpectation = "a name of letters, digits, «.», «_» and «-» that starts with a letter or digit"

    /// See `ConfigNode.identifier()`.
    var isIdentifier: Bool {
        guard let first = utf8.first, first.isWordByte else { return false }
        return utf8.allSatisfy { $0.isWordByte || ".-".utf8.contains($0) }
    }

    /// See `ConfigNode.host()`.
    var isHostName: Bool { contains(":") ? isIPv6Address : isIdentifier && utf8.count <= 253 }

    /// See `ConfigNode.prefix6()`.
    var isIPv6Prefix: Bool {
        let parts = split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Int(parts[1]) else { return false }
        return String(length) == parts[1] && (0...128).contains(length) && String(parts[0]).isIPv6Address
            && !parts[0].contains("%")
    }

    /// Whether it consists of ASCII letters, digits and `_`, and of one at least.
    var isWordCharacters: Bool { !isEmpty && utf8.allSatisfy(\.isWordByte) }

    fileprivate var isWord: Bool {
        !isEmpty && !hasPrefix("-")
            && !unicodeScalars.contains { $0.isControl || $0.properties.isWhitespace }
    }

    fileprivate var isIPv6Address: Bool {
        let parts = split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first, parts.count == 1 || String(parts[1]).isIdentifier else { return false }
        var binary = in6_addr()
        return inet_pton(AF_INET6, String(address), &binary) == 1
    }
}

extension UInt8 {
    fileprivate var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
        default: false
        }
    }
}
