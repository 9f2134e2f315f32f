import GRDB
import Testing

@testable import FleetStore

/// Rows that are written and read by hand.
struct BulkInsertionTests {
    private struct Thing: Equatable, Sendable {
        var text: String?
        var word: String?
        var integer: Int?
        var number: Double?
        var flag: Bool?
    }

    private static let insertion = BulkInsertion(
        into: "thing",
        columns: ["id", "text", "word", "integer", "number", "flag"]
    )

    private let queue: DatabaseQueue

    init() throws {
        queue = try DatabaseQueue()
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE thing (
                        id INTEGER PRIMARY KEY, text TEXT, word TEXT, integer INTEGER CHECK (integer <> 13), number REAL,
                        flag INTEGER
                    ) STRICT
                    """
            )
        }
    }

    private func insert(_ things: [Thing]) throws {
        try queue.write { database in
            try Self.insertion.insert(Array(things.enumerated()), in: database) { row, block in
                block.add(row.offset)
                block.add(row.element.text)
                block.add(row.element.word)
                block.add(row.element.integer)
                block.add(row.element.number)
                block.add(row.element.flag)
            }
        }
    }

    private func things() throws -> [Thing] {
        try queue.read { database in
            try RowReader(database, sql: "SELECT text, word, integer, number, flag FROM thing ORDER BY id").all { row in
                Thing(
                    text: row.text(0),
                    word: row.word(1),
                    integer: row.integer(2),
                    number: row.number(3),
                    flag: row.flag(4)
                )
            }
        }
    }

    @Test(arguments: [0, 1, 31, 32, 33, 64, 255, 256, 257, 512, 1000])
    func `whatever is written is read again`(count: Int) throws {
        let texts = [
            nil, "", "a", "fünfzehn Bytes", "sixteen letters!", "Dach\u{0}boden 🏚️",
            String(repeating: "lang ", count: 999), String(repeating: "ß", count: 60_000),
        ]
        let things = (0..<count).map { number in
            Thing(
                text: texts[number % texts.count],
                word: texts[number / 3 % 6],
                integer: number % 5 == 0 ? nil : Int.min / (number + 1),
                number: number % 7 == 0 ? nil : Double(number) / 3,
                flag: [nil, true, false][number % 3]
            )
        }
        try insert(things)
        #expect(try self.things() == things)
    }

    @Test(arguments: [0, 31, 32, 40, 300, 4999])
    func `a row that breaks a rule takes all of them back, and the next ones are written`(position: Int) throws {
        var things = (0..<max(position + 1, 41)).map { _ in Thing(text: "a", integer: 1) }
        things[position].integer = 13
        let error = #expect(throws: DatabaseError.self) { try insert(things) }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT && error?.message?.contains("CHECK") == true)
        #expect(try self.things().isEmpty)
        things[position].integer = 1
        try insert(things)
        #expect(try self.things() == things)
    }
}
