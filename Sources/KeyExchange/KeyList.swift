package import FleetModel

/// Keys as text, one a line: a worker's `living` payload, lists of allowed and denied keys, keys to preload.
package enum KeyList {
    /// Reads lines; empty ones and what follows `#` don't count, nor a byte order mark, nor carriage returns.
    ///
    /// - Parameters:
    ///   - text: UTF-8, or anything else.
    ///   - limit: how many keys are read at most.
    /// - Returns: the keys, and the lines (from 1) that hold something else.
    package static func read(_ text: [UInt8], limit: Int) -> (keys: [WireGuardKey], bad: [Int]) {
        var keys: [WireGuardKey] = []
        var bad: [Int] = []
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let content = text.starts(with: mark) ? text[3...] : text[...]
        for (number, line) in content.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            let word = line.prefix { $0 != UInt8(ascii: "#") }.filter { !" \t\r".utf8.contains($0) }
            guard !word.isEmpty else { continue }
            guard keys.count < limit, let key = try? WireGuardKey(String(decoding: word, as: UTF8.self)) else {
                bad.append(number + 1)
                continue
            }
            keys.append(key)
        }
        return (keys, bad)
    }
}
