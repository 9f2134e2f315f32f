extension GatewaySettings {
    /// Reads `batctl gw_mode`, as `server (announced bw: 10.0/2.0 MBit)`.
    package init(reading output: ToolOutput) throws(ReadingError) {
        var line = try ToolAnswer(output, of: "batctl gw_mode").line()
        if line.take("off") {
            self.init(mode: .off)
        } else if line.take("client") {
            self.init(mode: .client)
            // The class is a number under BATMAN_IV, and a throughput under BATMAN_V.
            if line.take(" (selection class: ") { _ = try line.text(upTo: ")") }
        } else if line.take("server") {
            self.init(mode: .server)
            if line.take(" (announced bw: ") {
                (down, up) = try line.bandwidthOrNil()
                try line.expect(")")
            }
        } else {
            throw line.expected("off, client or server")
        }
        try line.end()
    }
}

extension LineReader {
    fileprivate mutating func bandwidthOrNil() throws(ReadingError) -> (Throughput?, Throughput?) {
        let (down, up) = try bandwidth()
        return (down, up)
    }
}
