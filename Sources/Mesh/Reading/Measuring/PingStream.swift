/// Counts what `ping -O` prints, while it prints it.
///
/// By sequence numbers alone: whoever sets a clock during a switch changes nothing.
package struct PingStream: Sendable {
    /// iputils counts in 16 bits.
    private static let mostSequence = 65_535
    private static let longestLine = 512

    private var rest: [UInt8] = []
    private var last = 0
    private var unanswered: Set<Int> = []

    package init() {}

    /// Takes a piece of output, cut anywhere.
    package mutating func take(_ bytes: [UInt8]) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                read(rest)
                rest = []
            } else if rest.count <= Self.longestLine {
                rest.append(byte)
            }
        }
    }

    private mutating func read(_ line: [UInt8]) {
        let mark = Array("icmp_seq=".utf8)
        guard line.count <= Self.longestLine, let range = line.firstRange(of: mark),
            let number = Int(decimal: line[range.upperBound...].prefix(while: \.isDigit)),
            (1...Self.mostSequence).contains(number)
        else { return }
        if number > last {
            // What was sent in between has said nothing yet.
            unanswered.formUnion((last + 1)...number)
            last = number
        }
        if line.firstRange(of: Array(" bytes from ".utf8)) != nil { unanswered.remove(number) }
    }

    /// - Parameter interval: milliseconds from one ping to the next.
    /// - Returns: nil if nothing was sent, as far as anyone can tell.
    package func outage(interval: Int) -> PingOutage? {
        guard last > 0 else { return nil }
        var longest = 0
        var run = 0
        var before = 0
        for number in unanswered.sorted() {
            run = number == before + 1 ? run + 1 : 1
            before = number
            longest = max(longest, run)
        }
        return PingOutage(sent: last, lost: unanswered.count, longestGap: longest * interval)
    }
}
