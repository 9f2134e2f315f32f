import Foundation

extension MaintenanceWindow: CustomStringConvertible {
    package struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        package var expected: String
        package var found: String

        package var description: String { "expected \(expected), found «\(found)»" }
    }

    /// Monday first.
    private static let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

    /// Reads `Sa 01:00-05:00 Europe/Berlin`, `Mo,We …` or `Fr-Su …`.
    ///
    /// - Throws: `Malformed`, also for a time zone that doesn't exist.
    package init(_ text: String) throws(Malformed) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 3 else {
            throw Malformed(expected: "days, times and a time zone like «Sa 01:00-05:00 Europe/Berlin»", found: text)
        }
        let times = words[1].split(separator: "-", omittingEmptySubsequences: false)
        guard times.count == 2 else {
            throw Malformed(expected: "two times like «01:00-05:00»", found: String(words[1]))
        }
        self.init(
            weekdays: try Self.weekdays(words[0]),
            opens: try Self.minutes(times[0]),
            // 24:00 is the next day's midnight.
            closes: times[1] == "24:00" ? 0 : try Self.minutes(times[1]),
            timeZone: try Self.timeZone(words[2])
        )
    }

    private static func weekdays(_ text: Substring) throws(Malformed) -> [Int] {
        var weekdays: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
                .map { name in names.firstIndex { $0 == name } }
            guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil else {
                throw Malformed(expected: "days of \(names.joined(separator: ", "))", found: String(part))
            }
            // Fr-Mo goes on over the week's end.
            let length = (last - first + names.count) % names.count
            weekdays.formUnion((first...(first + length)).map { $0 % names.count + 1 })
        }
        return weekdays.sorted()
    }

    private static func minutes(_ text: Substring) throws(Malformed) -> Int {
        let digits = Array(text.utf8)
        let isTime = digits.count == 5 && digits[2] == UInt8(ascii: ":")
        guard isTime, let hours = number(digits[..<2]), let minutes = number(digits[3...]), hours < 24, minutes < 60
        else { throw Malformed(expected: "a time like 01:00", found: String(text)) }
        return hours * 60 + minutes
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        let zero = UInt8(ascii: "0")
        guard digits.allSatisfy((zero...UInt8(ascii: "9")).contains) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - zero) }
    }

    /// Foundation also takes offsets such as `GMT+1`, which know no summer time.
    private static func timeZone(_ text: Substring) throws(Malformed) -> String {
        let name = String(text)
        guard name.contains("/") || name == "UTC", TimeZone(identifier: name) != nil else {
            throw Malformed(expected: "a time zone like Europe/Berlin or UTC", found: name)
        }
        return name
    }

    /// As it is written in rollout files, with each day by its name.
    package var description: String {
        let days = weekdays.filter((1...7).contains).map { Self.names[$0 - 1] }.joined(separator: ",")
        return "\(days) \(Self.time(opens))-\(Self.time(closes)) \(timeZone)"
    }

    private static func time(_ minutes: Int) -> String {
        let parts = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return parts.joined(separator: ":")
    }
}
