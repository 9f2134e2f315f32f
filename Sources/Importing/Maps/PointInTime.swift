/// Points in time as maps write them.
enum PointInTime {
    private static let latest = 253_402_300_799

    /// Seconds since 1970 of `2017-07-28T22:54:02+0200`, `2015-04-19T13:45:01` (taken for UTC) or
    /// `2024-01-01T00:00:00.123Z`; nil for anything else.
    static func seconds(_ text: String) -> Int? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count >= 19, bytes[4] == 0x2d, bytes[7] == 0x2d, bytes[10] == 0x54 || bytes[10] == 0x20,
                bytes[13] == 0x3a, bytes[16] == 0x3a,
                let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
                let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
                let second = number(bytes[17..<19]), let zone = offset(bytes[19...]),
                (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day), hour < 25, minute < 60,
                second < 61
            else { return nil }
            return days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - zone
        }
    }

    /// A number of seconds, or of milliseconds.
    static func seconds(_ number: Int) -> Int? {
        if (0...latest).contains(number) { return number }
        return (0...latest * 1000).contains(number) ? number / 1000 : nil
    }

    /// Seconds east of UTC.
    private static func offset(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var rest = bytes
        if rest.first == 0x2e {
            rest = rest.dropFirst().drop { (0x30...0x39).contains($0) }
        }
        guard let sign = rest.first else { return 0 }
        if sign == 0x5a { return rest.count == 1 ? 0 : nil }
        guard sign == 0x2b || sign == 0x2d else { return nil }
        let digits = rest.dropFirst().filter { $0 != 0x3a }
        guard digits.count == 4 || digits.count == 2, let hours = number(digits[..<2]), hours < 24,
            let minutes = digits.count == 4 ? number(digits[2...]) : 0, minutes < 60
        else { return nil }
        return (hours * 3600 + minutes * 60) * (sign == 0x2d ? -1 : 1)
    }

    private static func number(_ bytes: some Collection<UInt8>) -> Int? {
        var number = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return number
    }

    /// Since 1970, in the Gregorian calendar, with the year beginning in March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
