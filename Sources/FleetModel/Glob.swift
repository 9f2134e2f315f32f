/// A pattern for names: `*` stands for any text, `?` for one character.
struct Glob: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case anyText
        case anyCharacter
        case character(Character)
    }

    var parts: [Part]

    /// Whether the whole of `name` fits; time grows with the product of both lengths at most.
    func matches(_ name: String) -> Bool {
        let text = Array(name)
        var position = 0
        var index = 0
        // Where to go on when the text after the last `*` doesn't fit: that `*` takes one character more.
        var retry: (index: Int, position: Int)?
        while position < text.count {
            if index < parts.count, parts[index] == .anyText {
                retry = (index + 1, position)
                index += 1
            } else if index < parts.count, parts[index] == .anyCharacter || parts[index] == .character(text[position]) {
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
        return parts[index...].allSatisfy { $0 == .anyText }
    }
}
