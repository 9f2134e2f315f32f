/// Goes through the rows of a block and takes their values by column.
final class RowCursor {
    /// Texts up to this length take no memory of their own.
    private static let inlineLength = 15
    private static let slotCount = 1 << 8

    private let block: RowBlock
    /// Where this row's values are, and where the next one's begin.
    private var (start, end) = (0, 0)
    /// Texts that many rows have in common, by a hash of them.
    private var words = Array(repeating: "", count: slotCount)

    /// Stands before the first row.
    init(_ block: RowBlock) {
        self.block = block
    }

    /// Goes to the next row.
    ///
    /// - Returns: false after the last one.
    func next() -> Bool {
        guard end < block.values.count else { return false }
        (start, end) = (end, end + block.columnCount)
        return true
    }

    func text(_ column: Int) -> String? {
        bytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    /// Text that other rows have, too: all get one copy.
    func word(_ column: Int) -> String? {
        bytes(column) { bytes in
            guard bytes.count > Self.inlineLength else { return String(decoding: bytes, as: UTF8.self) }
            var hash: UInt32 = 0x811c_9dc5
            for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
            let slot = Int(hash) & (Self.slotCount - 1)
            if words[slot].utf8.elementsEqual(bytes) { return words[slot] }
            let word = String(decoding: bytes, as: UTF8.self)
            words[slot] = word
            return word
        }
    }

    func integer(_ column: Int) -> Int? {
        guard case .integer(let number) = block.values[start + column] else { return nil }
        return Int(number)
    }

    func number(_ column: Int) -> Double? {
        switch block.values[start + column] {
        case .number(let number): number
        case .integer(let number): Double(number)
        case .text, .null: nil
        }
    }

    func flag(_ column: Int) -> Bool? { integer(column).map { $0 != 0 } }

    private func bytes<Made>(_ column: Int, _ make: (UnsafeBufferPointer<UInt8>) -> Made) -> Made? {
        guard case .text(let start, let count) = block.values[start + column] else { return nil }
        return block.texts.withUnsafeBufferPointer { make(UnsafeBufferPointer(rebasing: $0[start..<start + count])) }
    }
}
