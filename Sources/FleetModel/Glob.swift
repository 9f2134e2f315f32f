/// A pattern for names: `*` stands for any text, `?` for one character.
struct Glob: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case anyText
        case anyCharacter
        case character(Character)
    }

    let parts: [Part]
    /// The same for bytes, where all of it is ASCII: most names are, and there may be a million of them.
    private let bytes: [BytePart]?

    private enum BytePart: Hashable {
        case anyText
        case anyByte
        case byte(UInt8)
    }

    init(parts: [Part]) {
        self.parts = parts
        let bytes = parts.compactMap { part -> BytePart? in
            switch part {
            case .anyText: .anyText
            case .anyCharacter: .anyByte
            case .character(let character):
                character.asciiValue.flatMap { 0x20..<0x7f ~= $0 ? .byte($0) : nil }
            }
        }
        self.bytes = bytes.count == parts.count ? bytes : nil
    }

    /// Whether the whole of `name` fits; time grows with the product of both lengths at most.
    func matches(_ name: String) -> Bool {
        let answer = bytes.flatMap { pattern in
            name.utf8.withContiguousStorageIfAvailable { text -> Bool? in
                guard text.allSatisfy({ 0x20..<0x7f ~= $0 }) else { return nil }
                return Self.matches(text, pattern, any: .anyText) { $0 == .anyByte || $0 == .byte($1) }
            }
        }
        if let answer, let known = answer { return known }
        return Self.matches(Array(name), parts, any: .anyText) { $0 == .anyCharacter || $0 == .character($1) }
    }

    private static func matches<Text: RandomAccessCollection<Letter>, Letter, Piece: Equatable>(
        _ text: Text,
        _ parts: [Piece],
        any: Piece,
        fits: (Piece, Letter) -> Bool
    ) -> Bool where Text.Index == Int {
        var position = 0
        var index = 0
        // Where to go on when the text after the last `*` doesn't fit: that `*` takes one character more.
        var retry: (index: Int, position: Int)?
        while position < text.count {
            if index < parts.count, parts[index] == any {
                retry = (index + 1, position)
                index += 1
            } else if index < parts.count, fits(parts[index], text[position]) {
                index += 1
                position += 1
            } else if let last = retry {
                retry = (last.index, last.position + 1)
                index = last.index
                position = last.position + 1
            } else {
                return false
            }
        }
        return parts[index...].allSatisfy { $0 == any }
    }
}
