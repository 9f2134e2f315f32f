/// Where something stands in a file; columns are bytes, from 1.
struct LuaPlace: CustomStringConvertible {
    var line: Int
    var column: Int

    var description: String { "line \(line), column \(column)" }
}
