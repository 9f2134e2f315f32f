extension RoutingAlgorithms {
    /// Reads `batctl routing_algo`: three paragraphs, each with a title.
    package init(reading output: ToolOutput) throws(ReadingError) {
        let answer = try ToolAnswer(output, of: "batctl routing_algo")
        var active: [String: RoutingAlgorithm] = [:]
        var selected: RoutingAlgorithm?
        var available: [RoutingAlgorithm] = []
        var title = Title.active
        for line in try answer.lines() where !line.isBlank {
            if let next = Title(line) {
                title = next
                continue
            }
            var line = line
            line.skipBlanks()
            switch title {
            case .active:
                try line.expect("* ")
                let start = line
                let name = try line.text(upTo: ": ")
                guard InterfaceName.isOne(name) else { throw start.expected("an interface") }
                active[String(decoding: name, as: UTF8.self)] = try line.algorithm()
            case .selected:
                try line.expect("=> ")
                selected = try line.algorithm()
            case .available:
                try line.expect("* ")
                available.append(try line.algorithm())
            }
        }
        guard title == .available, let selected, !available.isEmpty else {
            throw answer.error(.cut, "the list of available algorithms is missing")
        }
        self.init(active: active, selected: selected, available: available)
    }

    private enum Title: CaseIterable {
        case active
        case selected
        case available

        init?(_ line: LineReader) {
            if line.starts(with: "Active routing protocol configuration") {
                self = .active
            } else if line.starts(with: "Selected routing algorithm") {
                self = .selected
            } else if line.starts(with: "Available routing algorithms") {
                self = .available
            } else {
                return nil
            }
        }
    }
}

extension LineReader {
    fileprivate mutating func algorithm() throws(ReadingError) -> RoutingAlgorithm {
        let start = self
        let name = try word("a routing algorithm")
        try end()
        guard let algorithm = RoutingAlgorithm(rawValue: String(decoding: name, as: UTF8.self)) else {
            throw start.expected("a routing algorithm")
        }
        return algorithm
    }
}
