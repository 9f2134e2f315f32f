/// The text of a YAML file, once nothing in it can exhaust the parser.
///
/// Nesting is bounded by libyaml itself, at 1000 levels.
struct YAMLText {
    struct Problem: Error, CustomStringConvertible {
        var description: String
    }

    /// 64 MiB; the inventory of the largest community needs less than 2.
    static let largestSize = 64 << 20

    /// Without a byte order mark.
    let text: String

    init(_ bytes: some Collection<UInt8>) throws(Problem) {
        guard bytes.count <= Self.largestSize else {
            throw Problem(description: "is larger than \(Self.largestSize >> 20) MiB")
        }
        let content = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : Array(bytes)
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Problem(description: "is not UTF-8 text")
        }
        let alias = Self.names(after: UInt8(ascii: "*"), in: content)
            .intersection(Self.names(after: UInt8(ascii: "&"), in: content)).min()
        if let alias {
            // A few aliases of aliases are enough for a tree that no memory holds.
            throw Problem(description: "aliases are not read: write out what *\(alias) stands for")
        }
        self.text = text
    }

    /// Every name that could be that of an anchor or alias, wherever it stands: one that is both may be a real alias.
    private static func names(after sigil: UInt8, in bytes: [UInt8]) -> Set<String> {
        var names: Set<String> = []
        var position = bytes.startIndex
        while let found = bytes[position...].firstIndex(of: sigil) {
            let name = bytes[(found + 1)...].prefix(while: isNameByte)
            if !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self)) }
            position = name.endIndex
        }
        return names
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
