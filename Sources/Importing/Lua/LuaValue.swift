/// A literal of Lua, with its place.
struct LuaValue {
    indirect enum Content {
        case nothing
        case flag(Bool)
        case number(Double)
        case text(String)
        case table(LuaTable)
    }

    var content: Content
    var place: LuaPlace

    var text: String? { if case .text(let text) = content { text } else { nil } }
    var table: LuaTable? { if case .table(let table) = content { table } else { nil } }

    /// A whole number, or one as text.
    var integer: Int? {
        switch content {
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? Int(number) : nil
        case .text(let text): Int(text)
        case .nothing, .flag, .table: nil
        }
    }

    /// As sites write it: `true`, `1`, `'true'`, `'on'`.
    var isOn: Bool {
        switch content {
        case .nothing: false
        case .flag(let flag): flag
        case .number(let number): number != 0
        case .text(let text): !["false", "0", "off", "no", ""].contains(text)
        case .table: true
        }
    }
}

/// What stands in braces.
struct LuaTable {
    /// By names, and by numbers as text where those are written out.
    var fields: [String: LuaValue] = [:]
    /// Values without a key, in order.
    var items: [LuaValue] = []

    subscript(_ name: String) -> LuaValue? { fields[name] }

    /// The texts among its items.
    var texts: [String] { items.compactMap(\.text) }

    /// With another's fields where it has none, table by table: so Gluon puts a domain over its site.
    func over(_ other: LuaTable?) -> LuaTable {
        guard let other else { return self }
        var sum = self
        for (name, value) in other.fields {
            guard let own = fields[name] else {
                sum.fields[name] = value
                continue
            }
            if let ownTable = own.table, ownTable.items.isEmpty, let table = value.table {
                sum.fields[name] = LuaValue(content: .table(ownTable.over(table)), place: own.place)
            }
        }
        if items.isEmpty, fields.isEmpty { sum.items = other.items }
        return sum
    }
}
