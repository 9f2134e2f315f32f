import FleetModel
import Planning

extension UCIStep {
    /// All keys, each once.
    var keys: [String] {
        var seen: Set<String> = []
        let set = settings.map { $0.isSection ? $0.key + "=" : $0.key }
        return (deletions + set).filter { seen.insert($0).inserted }
    }

    /// May be run twice.
    var apply: String {
        let gone = deletions.map { "uci -q delete \($0.shellQuoted) || :" }
        let set = settings.flatMap { setting -> [String] in
            guard setting.isList else {
                return ["uci set \("\(setting.key)=\(setting.values.first ?? "")".shellQuoted) || exit 1"]
            }
            return ["uci -q delete \(setting.key.shellQuoted) || :"]
                + setting.values.map { "uci add_list \("\(setting.key)=\($0)".shellQuoted) || exit 1" }
        }
        return (gone + set).joined(separator: "\n")
    }

    /// Reads back what was promised.
    var check: String {
        let set = settings.map { setting in
            let printed = setting.isList ? setting.values.map(\.printedInList) : setting.values
            let wanted = printed.joined(separator: "\u{1}")
            return """
                [ "$(uci -q -d "$(printf '\\001')" get \(setting.key.shellQuoted))" = \(wanted.shellQuoted) ] ||
                    { echo \("\(setting.key) is not as it was set".shellQuoted); exit 1; }
                """
        }
        let replaced = Set(settings.flatMap { [$0.key, $0.section] })
        let gone = deletions.filter { !replaced.contains($0) }.map { key in
            """
            ! uci -q get \(key.shellQuoted) >/dev/null || { echo \("\(key) is still there".shellQuoted); exit 1; }
            """
        }
        return (set + gone).joined(separator: "\n")
    }
}

extension String {
    /// As uci prints an item of a list: in quotes if there is a blank or a line feed in it.
    fileprivate var printedInList: String {
        guard utf8.contains(where: { " \t\r\n".utf8.contains($0) }) else { return self }
        return "'" + replacing("'", with: #"'\''"#) + "'"
    }
}

extension UCIStep.Setting {
    fileprivate var isSection: Bool { key.split(separator: ".").count == 2 }

    fileprivate var section: String { key.split(separator: ".").prefix(2).joined(separator: ".") }
}
