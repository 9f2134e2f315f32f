import Planning

extension ConfigNode {
    private static let windows = 1...3600
    private static let shares = 0.0...100.0

    /// One word, such as `end_to_end`, or a mapping of conditions with their limits:
    /// `{nodes_lost: {max: 2%, within: 10m}, clients: {min: 90%}, broker: online}`.
    func gate() -> Gate? {
        if kind == .scalar {
            return choice(of: GateWord.self).map { Gate([GateCondition(.word($0))]) }
        }
        guard let entries = entries() else { return nil }
        guard !entries.isEmpty else { return unexpected("at least one condition") }
        let conditions = entries.compactMap { name, node in node.gateCondition(called: name) }
        return conditions.count == entries.count ? Gate(conditions) : nil
    }

    private func gateCondition(called name: String) -> GateCondition? {
        switch name {
        case "nodes_lost": limited(by: "max") { $0.share().map { .nodesLost(most: $0) } }
        case "clients": limited(by: "min") { $0.share().map { .clients(least: $0) } }
        case "ping": limited(by: "loss") { $0.share().map { .ping(mostLoss: $0) } }
        case "fastd_peers": limited(by: "max") { $0.integer(in: 0...100_000).map { .fastdPeers(most: $0) } }
        case "handshake": limited(by: "max_age") { $0.seconds(in: 1...86_400).map { .handshake(mostAge: $0) } }
        default:
            if let word = GateWord(rawValue: name) { plain(word) } else { unknownCondition() }
        }
    }

    private func unknownCondition() -> GateCondition? {
        let names = ["nodes_lost", "clients", "handshake", "ping", "fastd_peers"] + GateWord.allCases.map(\.rawValue)
        fail("unknown condition, expected one of \(names.joined(separator: ", "))")
        return nil
    }

    private func limited(by limit: String, _ kind: (ConfigNode) -> GateCondition.Kind?) -> GateCondition? {
        guard let fields = mapping(allowed: [limit, "within"]) else { return nil }
        let window = fields.optional("within").map { $0.seconds(in: Self.windows) } ?? GateCondition.usualWindow
        guard let kind = fields.required(limit).flatMap(kind), let window else { return nil }
        return GateCondition(kind, within: window)
    }

    /// `yes`, `online` of what can be that, or `{within: 2m}`.
    private func plain(_ word: GateWord) -> GateCondition? {
        if isText("yes") || word.isOfExchange && isText("online") { return GateCondition(.word(word)) }
        guard kind == .mapping else {
            return unexpected(word.isOfExchange ? "online, or a time such as {within: 2m}" : "yes, or {within: 2m}")
        }
        guard let fields = mapping(allowed: ["within"]) else { return nil }
        return fields.required("within")?.seconds(in: Self.windows).map { GateCondition(.word(word), within: $0) }
    }

    /// `2%` as 0.02.
    private func share() -> Double? {
        let expectation = "a percentage from 0% to 100%, such as 2%"
        guard let text = string(), text.hasSuffix("%"), let percent = String(text.dropLast()).plainDecimal,
            Self.shares.contains(percent)
        else { return unexpected(expectation) }
        return percent / 100
    }
}
