/// The values of some rows, in the order of their columns and in one piece of memory: one core puts them there, another one
/// takes them, and only one of the two talks to SQLite.
struct RowBlock: Sendable {
    /// Rows of a block.
    static let size = 256

    enum Value {
        case null
        case integer(Int64)
        case number(Double)
        /// Of `texts`.
        case text(start: Int, count: Int)
    }

    let columnCount: Int
    private(set) var values: [Value] = []
    /// In UTF-8, after a byte of no text, so that an empty text has a place, too: SQLite takes none for NULL.
    private(set) var texts: [UInt8] = [0]

    init(columnCount: Int) {
        self.columnCount = columnCount
        values.reserveCapacity(Self.size * columnCount)
    }

    var rowCount: Int { values.count / columnCount }
    var isFull: Bool { rowCount == Self.size }

    mutating func add(_ text: String?) {
        guard var text else { return addNull() }
        text.withUTF8 { add(bytes: $0) }
    }

    mutating func add(bytes: UnsafeBufferPointer<UInt8>) {
        values.append(.text(start: texts.count, count: bytes.count))
        texts.append(contentsOf: bytes)
    }

    mutating func add(_ number: Int?) { add(number.map(Int64.init)) }

    mutating func add(_ number: Int64?) { values.append(number.map(Value.integer) ?? .null) }

    mutating func add(_ number: Double?) { values.append(number.map(Value.number) ?? .null) }

    mutating func add(_ flag: Bool?) { add(flag.map { $0 ? 1 : 0 as Int64 }) }

    mutating func addNull() { values.append(.null) }

    /// What `make` makes of each row.
    func map<Made>(_ make: (RowCursor) throws -> Made) rethrows -> [Made] {
        let cursor = RowCursor(self)
        var made: [Made] = []
        made.reserveCapacity(rowCount)
        while cursor.next() { made.append(try make(cursor)) }
        return made
    }
}
