import FleetModel

extension HostVitals {
    private static let tool = "vitals"

    /// Reads what `DeviceCollection` asks for.
    ///
    /// - Parameters:
    ///   - output: a word and a value to the line.
    ///   - before: the first line of `/proc/stat` when the collection began.
    ///   - after: the same when it ended.
    /// - Throws: `ReadingError`.
    init(_ output: ToolOutput, before: ToolOutput?, after: ToolOutput?) throws(ReadingError) {
        var values: [Substring: [Substring]] = [:]
        let text = String(decoding: output, as: UTF8.self)
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ")
            if let name = words.first { values[name] = Array(words.dropFirst()) }
        }
        func value<Value>(_ name: Substring, _ convert: (Substring) -> Value?) throws(ReadingError) -> Value {
            guard let word = values[name]?.first, let value = convert(word) else {
                throw ReadingError(.unreadable, tool: Self.tool, place: String(name), message: "missing, or no number")
            }
            return value
        }
        // Far from where differences of times overflow.
        time = try value("time") { Int($0).flatMap { (0..<1 << 48).contains($0) ? $0 : nil } }
        uptime = .seconds(try value("uptime") { Double($0).flatMap { (0..<1e10).contains($0) ? $0 : nil } })
        bootID = try value("boot") { String($0.prefix(64)) }
        machineID = values["machine"]?.first.map { String($0.prefix(64)) }
        processors = max(1, try value("processors") { Int($0) })
        load = try value("load") { Double($0).flatMap { (0..<1e6).contains($0) ? $0 : nil } }
        announcesRoutes = values["radvd"]?.first.map { $0 == "active" }
        softirq = Self.softirq(from: before.flatMap(Self.jiffies), to: after.flatMap(Self.jiffies))
    }

    /// user, nice, system, idle, iowait, irq, softirq, steal, …: `proc(5)`.
    private static func jiffies(_ line: ToolOutput) -> [Int]? {
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.first == "cpu", words.count >= 9 else { return nil }
        let numbers = words[1...8].compactMap { Int($0) }.filter { (0..<Int.max / 16).contains($0) }
        return numbers.count == 8 ? numbers : nil
    }

    private static func softirq(from before: [Int]?, to after: [Int]?) -> Double? {
        guard let before, let after else { return nil }
        let spent = zip(after, before).map { $0 - $1 }
        let all = spent.reduce(0, +)
        // Fewer jiffies than this say nothing about a share.
        guard all >= 20, spent[6] >= 0 else { return nil }
        return Double(spent[6]) / Double(all)
    }
}
