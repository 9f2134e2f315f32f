import Foundation

/// Numbers sorted into ranges of one width, with round bounds.
struct Buckets {
    /// Bound below the first range.
    private let start: Double
    private let width: Double
    let counts: [Int]

    /// - Returns: nil without numbers.
    init?(_ values: [Double], atMost most: Int) {
        guard let least = values.min(), let greatest = values.max() else { return nil }
        let width = Self.round(max(greatest - least, abs(greatest) * 0.01, 0.01) / Double(max(most - 1, 1)))
        let start = (least / width).rounded(.down) * width
        let count = min(Int(((greatest - start) / width).rounded(.down)) + 1, most + 1)
        var counts = Array(repeating: 0, count: count)
        for value in values { counts[min(max(Int((value - start) / width), 0), count - 1)] += 1 }
        self.start = start
        self.width = width
        self.counts = counts
    }

    /// The next number of 1, 2 and 5 times a power of ten.
    private static func round(_ width: Double) -> Double {
        let power = pow(10, log10(width).rounded(.down))
        return ([1, 2, 5, 10].first { width <= $0 * power * 1.000_001 } ?? 10) * power
    }

    /// The bound below a range, or above the last one.
    func edge(_ index: Int) -> String {
        ReportValue.decimal(start + Double(index) * width).line
    }

    /// `20–40`.
    func name(of index: Int) -> String { "\(edge(index))–\(edge(index + 1))" }
}
