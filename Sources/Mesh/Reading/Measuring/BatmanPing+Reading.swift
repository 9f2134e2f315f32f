extension BatmanPing {
    /// Reads `batctl ping -c …`: a title, a line for each packet, and two lines that sum up.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "batctl ping")
        var unreachable = 0
        var counts: (sent: Int, received: Int)?
        let lines = try answer.lines()
        guard let first = lines.first else { throw answer.error(.cut, "nothing was printed") }
        guard first.starts(with: "PING ") else { throw first.expected("«PING »") }
        for line in lines.dropFirst() {
            var line = line
            if let found = counts {
                self.init(
                    sent: found.sent,
                    received: found.received,
                    unreachable: unreachable,
                    roundTrip: try line.roundTrip(of: found.received)
                )
                return
            }
            if line.contains(": Destination Host Unreachable ") { unreachable += 1 }
            if line.contains(" packets transmitted, ") { counts = try line.packets() }
        }
        throw answer.error(.cut, "the sums are missing")
    }
}

extension LineReader {
    /// As `3 packets transmitted, 3 received, 0% packet loss`.
    fileprivate mutating func packets() throws(ReadingError) -> (sent: Int, received: Int) {
        let sent = try number("the packets sent")
        try expect(" packets transmitted, ")
        let received = try number("the packets received")
        try expect(" received, ")
        _ = try number("the loss")
        try expect("% packet loss")
        try end()
        return (sent, received)
    }

    /// As `rtt min/avg/max/mdev = 7.476/8.151/8.743/1.267 ms`.
    fileprivate mutating func roundTrip(of received: Int) throws(ReadingError) -> BatmanPing.RoundTrip? {
        try expect("rtt min/avg/max/mdev = ")
        let shortest = try thousandths("a time")
        try expect("/")
        let average = try thousandths("a time")
        try expect("/")
        let longest = try thousandths("a time")
        try expect("/")
        _ = try thousandths("a time")
        try expect(" ms")
        try end()
        guard received > 0 else { return nil }
        return BatmanPing.RoundTrip(
            shortest: .microseconds(shortest),
            average: .microseconds(average),
            longest: .microseconds(longest)
        )
    }
}
