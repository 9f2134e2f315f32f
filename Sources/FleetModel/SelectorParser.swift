/// Reads a selector from left to right.
struct SelectorParser {
    /// Parentheses and `not` in each other.
    private static let deepestNesting = 64
    private static let terms = "domain:, gateway:, node:, state:, firmware:, model:, «not», «(» or «all»"

    private let characters: [Character]
    private var position = 0
    private var depth = 0

    init(_ text: String) {
        characters = Array(text)
    }

    mutating func parse() throws(SelectorError) -> SelectorExpression {
        let expression = try alternatives()
        skipSpaces()
        guard position == characters.count else { throw unexpected("«and», «or» or the end") }
        return expression
    }

    private mutating func alternatives() throws(SelectorError) -> SelectorExpression {
        var terms = [try conjunction()]
        while take(word: "or") { terms.append(try conjunction()) }
        return terms.count == 1 ? terms[0] : .any(terms)
    }

    private mutating func conjunction() throws(SelectorError) -> SelectorExpression {
        var terms = [try term()]
        while take(word: "and") { terms.append(try term()) }
        return terms.count == 1 ? terms[0] : .every(terms)
    }

    private mutating func term() throws(SelectorError) -> SelectorExpression {
        depth += 1
        defer { depth -= 1 }
        skipSpaces()
        guard depth <= Self.deepestNesting else { throw unexpected("less nesting") }
        if take(word: "not") { return .not(try term()) }
        if take(word: "all") { return .all }
        guard take("(") else { return try property() }
        let inner = try alternatives()
        skipSpaces()
        guard take(")") else { throw unexpected("«and», «or» or «)»") }
        return inner
    }

    private mutating func property() throws(SelectorError) -> SelectorExpression {
        let start = position
        let name = String(characters[position...].prefix { $0.isLetter })
        position += name.count
        guard take(":") else {
            position = start
            throw unexpected(Self.terms)
        }
        switch name {
        case "domain": return .domain(try globs())
        case "gateway": return .gateway(try globs())
        case "node": return .node(try globs().map(NodePattern.init))
        case "model": return .model(try globs())
        case "state": return .state(try states())
        case "firmware": return try firmware()
        default:
            position = start
            throw unexpected(Self.terms)
        }
    }

    private mutating func firmware() throws(SelectorError) -> SelectorExpression {
        let rest = characters[position...].prefix(2)
        let comparison = SelectorExpression.Comparison.allCases.first { rest.starts(with: $0.rawValue) }
        guard let comparison else { return .firmware(try globs()) }
        position += comparison.rawValue.count
        let start = position
        let name = String(try glob().parts.compactMap { if case .character(let letter) = $0 { letter } else { nil } })
        guard let version = FirmwareVersion(name) else {
            position = start
            throw unexpected("a version such as v2023.2")
        }
        return .firmwareVersion(comparison, version)
    }

    private mutating func states() throws(SelectorError) -> Set<Node.State> {
        var states: Set<Node.State> = []
        repeat {
            let name = String(characters[position...].prefix { $0.isLetter || $0 == "-" })
            guard let state = Node.State(rawValue: name) else {
                throw unexpected("a state: \(Node.State.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            position += name.count
            states.insert(state)
        } while take("|")
        guard position == characters.count || isEnd(characters[position]) else { throw unexpected("the state's end") }
        return states
    }

    private mutating func globs() throws(SelectorError) -> [Glob] {
        var globs = [try glob()]
        while take("|") { globs.append(try glob()) }
        return globs
    }

    private mutating func glob() throws(SelectorError) -> Glob {
        var parts: [Glob.Part] = []
        let start = position
        while position < characters.count, !isEnd(characters[position]), characters[position] != "|" {
            let character = characters[position]
            switch character {
            case "\"", "'":
                let length = characters[(position + 1)...].firstIndex(of: character).map { $0 - position - 1 }
                guard let length else { throw unexpected("a closing quote \(character)") }
                parts += characters[(position + 1)...].prefix(length).map { .character($0) }
                position += length + 2
            case "*":
                parts.append(.anyText)
                position += 1
            case "?":
                parts.append(.anyCharacter)
                position += 1
            default:
                parts.append(.character(character))
                position += 1
            }
        }
        guard position > start else { throw unexpected("a name or a pattern") }
        return Glob(parts: parts)
    }
}

extension SelectorParser {
    private func isEnd(_ character: Character) -> Bool {
        character.isWhitespace || character == "(" || character == ")"
    }

    private mutating func skipSpaces() {
        position += characters[position...].prefix(while: \.isWhitespace).count
    }

    private mutating func take(_ character: Character) -> Bool {
        guard position < characters.count, characters[position] == character else { return false }
        position += 1
        return true
    }

    /// Takes a whole word, after spaces: `or` of `or(…`, not of `orange`.
    private mutating func take(word: String) -> Bool {
        skipSpaces()
        let found = characters[position...].prefix { !isEnd($0) }
        guard found.elementsEqual(word) else { return false }
        position += found.count
        return true
    }

    private func unexpected(_ expectation: String) -> SelectorError {
        let rest = characters[min(position, characters.count)...]
        let word = rest.prefix { !isEnd($0) }
        return SelectorError(
            position: position + 1,
            expected: expectation,
            found: String(word.isEmpty ? rest.prefix(1) : word.prefix(40))
        )
    }
}
