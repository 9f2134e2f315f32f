import Yams

extension ConfigNode {
    /// Text as it is written, quoted or not; numbers and `no` are text, too.
    ///
    /// May be empty only if quoted.
    package func string() -> String? {
        guard kind == .scalar, let scalar = yaml.scalar else { return unexpected("text") }
        return scalar.string
    }

    /// Whether exactly `text` stands here; no error if not.
    package func isText(_ text: String) -> Bool { kind == .scalar && yaml.scalar?.string == text }

    /// A whole decimal number without quotes.
    package func integer(in range: ClosedRange<Int>) -> Int? {
        let expectation = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard kind == .scalar, let scalar = yaml.scalar, scalar.style == .plain,
            let value = Int(scalar.string), String(value) == scalar.string, range.contains(value)
        else { return unexpected(expectation) }
        return value
    }

    /// A decimal number without quotes, sign and exponent: `3` or `2.5`.
    package func decimal(in range: ClosedRange<Double>) -> Double? {
        guard kind == .scalar, let scalar = yaml.scalar, scalar.style == .plain,
            let value = scalar.string.plainDecimal, range.contains(value)
        else { return unexpected("a number from \(range.lowerBound) to \(range.upperBound)") }
        return value
    }

    /// Degrees, as any program writes them: `-11.5902`, `1e-05`.
    func coordinate(in range: ClosedRange<Double>) -> Double? {
        guard kind == .scalar, let scalar = yaml.scalar, scalar.style == .plain, scalar.string.utf8.count <= 32,
            scalar.string.utf8.allSatisfy("+-.0123456789eE".utf8.contains), let value = Double(scalar.string),
            range.contains(value)
        else { return unexpected("degrees from \(Int(range.lowerBound)) to \(Int(range.upperBound))") }
        return value
    }

    /// `true` or `false`, without quotes.
    package func boolean() -> Bool? {
        guard kind == .scalar, let scalar = yaml.scalar, scalar.style == .plain, let value = Bool(scalar.string)
        else { return unexpected("true or false") }
        return value
    }

    /// A whole number and its unit: `90s`, `5m`, `2h`, `7d`.
    package func duration(in range: ClosedRange<Duration> = .zero...(.seconds(365 * 86_400))) -> Duration? {
        guard kind == .scalar, let text = yaml.scalar?.string, let value = Self.duration(text) else {
            return unexpected("a duration such as 90s, 5m, 2h or 7d")
        }
        return within(range, value)
    }

    /// Two durations in whole seconds, the shorter one first: `5m..6h`.
    func durations(in range: ClosedRange<Int>) -> ClosedRange<Int>? {
        guard let text = string() else { return nil }
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { Self.duration(String($0)) }
        guard ends.count == 2, let shorter = ends[0], let longer = ends[1], shorter <= longer else {
            return unexpected("two durations such as 5m..6h, the shorter one first")
        }
        let bounds = Duration.seconds(range.lowerBound)...(.seconds(range.upperBound))
        guard within(bounds, shorter) != nil, within(bounds, longer) != nil else { return nil }
        return Int(shorter.components.seconds)...Int(longer.components.seconds)
    }

    private func within(_ range: ClosedRange<Duration>, _ value: Duration) -> Duration? {
        guard range.contains(value) else {
            return unexpected("a duration from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))")
        }
        return value
    }

    /// One of an enumeration's raw values.
    package func choice<Value>(of type: Value.Type) -> Value?
    where Value: RawRepresentable<String> & CaseIterable {
        guard kind == .scalar, let text = yaml.scalar?.string, let value = Value(rawValue: text) else {
            return unexpected("one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }

    private static func duration(_ text: String) -> Duration? {
        let seconds: Int
        switch text.last {
        case "s": seconds = 1
        case "m": seconds = 60
        case "h": seconds = 3600
        case "d": seconds = 86_400
        default: return nil
        }
        let digits = text.dropLast()
        guard !digits.isEmpty, digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let count = Int(digits)
        else { return nil }
        let product = count.multipliedReportingOverflow(by: seconds)
        return product.overflow ? nil : .seconds(product.partialValue)
    }

    private static func text(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        return [(86_400, "d"), (3600, "h"), (60, "m")].first { seconds > 0 && seconds % $0.0 == 0 }
            .map { "\(seconds / $0.0)\($0.1)" } ?? "\(seconds)s"
    }
}
