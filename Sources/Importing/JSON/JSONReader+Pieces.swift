extension JSONReader {
    /// In bytes; a node takes some thousand.
    private static let largestValue = 32 << 20

    /// Some values of a long list, as a list of their own that another core may read.
    struct Piece: Sendable {
        var bytes: [UInt8]
        /// Where it begins in the whole.
        var offset: Int
        var line: Int
        var lineStart: Int
        var depth: Int
        /// It stands beside a comma, so it can't be empty.
        var hasValue: Bool
        /// The list ends with it, or the file does.
        var isLast = false
    }

    /// Reads a piece; places are those in the whole.
    init(_ piece: Piece, name: String) throws(ConfigErrors) {
        try self.init(ByteStream(piece.bytes, name: name, pieceSize: piece.bytes.count))
        offset = piece.offset
        line = piece.line
        lineStart = piece.lineStart
        depth = piece.depth
    }

    /// Takes the next values of the list whose bracket was taken: about `size` bytes of them, or whatever is left.
    ///
    /// It looks for brackets and commas alone. What is wrong with a value, and a bracket that closes another one, is found by
    /// whoever reads the piece.
    ///
    /// - Throws: `ConfigErrors` if a value takes too much memory, or the file can't be read.
    mutating func piece(size: Int, isContinued: Bool) throws(ConfigErrors) -> Piece {
        var piece = Piece(
            bytes: [UInt8(ascii: "[")],
            offset: offset + position - 1,
            line: line,
            lineStart: lineStart,
            depth: depth - 1,
            hasValue: isContinued
        )
        piece.bytes.reserveCapacity(size + size / 8)
        var state = SplitState(enough: size)
        while true {
            let end = split(&state)
            piece.bytes += buffer[position..<end]
            position = end
            switch state.found {
            case .comma:
                position += 1
                piece.bytes.append(UInt8(ascii: "]"))
                piece.hasValue = true
                return piece
            case .bracket:
                // What comes after it is for those who look at what they don't expect.
                piece.bytes += buffer[position..<min(position + Self.foundLength, buffer.count)]
                leave()
                piece.isLast = true
                return piece
            case .tooDeep:
                piece.isLast = true
                return piece
            case nil:
                guard piece.bytes.count <= size + Self.largestValue else {
                    throw problem("a value of the list is larger than \(Self.largestValue >> 20) MiB")
                }
                guard try fill() else {
                    piece.isLast = true
                    return piece
                }
            }
        }
    }

    private struct SplitState {
        enum Find {
            case comma
            case bracket
            /// Whoever reads it says so.
            case tooDeep
        }

        /// Bytes after which a comma is looked for.
        var enough: Int
        var depth = 0
        var isText = false
        var isEscaped = false
        var found: Find?

        init(enough: Int) {
            self.enough = enough
        }
    }

    /// Goes through what is here of the list.
    ///
    /// - Returns: where the piece, or what is here, ends.
    private mutating func split(_ state: inout SplitState) -> Int {
        let (start, offset) = (position, offset)
        let (end, newLines, lastStart) = buffer.withUnsafeBufferPointer { bytes in
            let end = Self.split(bytes, from: start, &state)
            let passed = UnsafeBufferPointer(rebasing: bytes[start..<end])
            var newLines = 0
            for byte in passed { newLines &+= byte == 0x0a ? 1 : 0 }
            // Most maps have none.
            let last = newLines > 0 ? passed.lastIndex(of: 0x0a) : nil
            return (end, newLines, last.map { offset + start + $0 + 1 })
        }
        state.enough -= end - start
        line += newLines
        lineStart = lastStart ?? lineStart
        return end
    }

    /// The one loop that sees each byte of a file while the other cores wait for it.
    private static func split(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ state: inout SplitState) -> Int {
        var (depth, isText, isEscaped) = (state.depth, state.isText, state.isEscaped)
        defer { (state.depth, state.isText, state.isEscaped) = (depth, isText, isEscaped) }
        let enough = start + state.enough
        var index = start
        while index < bytes.count {
            if isText {
                if isEscaped {
                    isEscaped = false
                    index += 1
                    continue
                }
                while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") {
                    index += 1
                }
                guard index < bytes.count else { break }
                if bytes[index] == UInt8(ascii: "\"") { isText = false } else { isEscaped = true }
                index += 1
                continue
            }
            switch bytes[index] {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > deepest {
                    state.found = .tooDeep
                    return index + 1
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 {
                    state.found = .bracket
                    return index
                }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0 && index >= enough:
                state.found = .comma
                return index
            default: break
            }
            index += 1
        }
        return bytes.count
    }
}
