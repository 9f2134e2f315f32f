import FleetModel

/// Why a program's output can't be read.
package struct ReadingError: Error, Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Not what the program prints, as far as is known.
        case unreadable
        /// It ends too early.
        case cut
        /// The program doesn't know what it was asked for, and has printed how it is used.
        case unsupported
        /// The program says itself that it failed.
        case failed
        /// More than is ever read.
        case tooLong = "too-long"
    }

    package var kind: Kind
    /// Name of the program or its answer: `batctl nj`.
    package var tool: String
    /// `line 3`, `/4/tq`, or empty where the whole is meant.
    package var place: String
    /// Safe for a terminal.
    package var message: String

    package init(_ kind: Kind, tool: String, place: String = "", message: String) {
        self.kind = kind
        self.tool = tool
        self.place = Self.excerpt(place)
        self.message = message.escapingControls
    }

    /// The start of something foreign, 80 bytes at most.
    static func excerpt(_ text: some StringProtocol) -> String { excerpt(text.utf8) }

    /// The start of something foreign, 80 bytes at most; bytes that are no UTF-8 become U+FFFD.
    static func excerpt(_ bytes: some Collection<UInt8>) -> String {
        let text = String(decoding: bytes.prefix(80), as: UTF8.self).escapingControls
        var excerpt = ""
        for scalar in text.unicodeScalars {
            guard excerpt.utf8.count + UTF8.width(scalar) <= 80 else { break }
            excerpt.unicodeScalars.append(scalar)
        }
        return excerpt
    }
}

extension ReadingError: CustomStringConvertible {
    package var description: String {
        [tool, place, message].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}
