/// The domains of which enough is known, out of what all sources tell.
struct MergedDomains {
    /// Sorted by code.
    private(set) var domains: [Domain] = []
    /// Reasons by code.
    private(set) var leftOut: [String: String] = [:]
    /// Codes of those whose fastd is told in part.
    private(set) var withHalfFastd: [String] = []
    /// Positions in `domains` by all that a domain is called.
    private var positions: [String: Int] = [:]
    /// The last answer: nodes of one domain often stand together.
    private var last: (name: String, position: Int)?

    private static let longestShortName = 12
    private static let reservedCode = "host"

    /// - Parameters:
    ///   - layers: of all sources, the strongest word first.
    ///   - community: whose prefixes make short names of codes.
    init(_ layers: [[DomainFacts]], community: Community) {
        var sums: [String: DomainFacts] = [:]
        // Where two want the same, the one of whom the stronger word tells has it.
        var codes: [String] = []
        for layer in layers {
            for facts in layer.sorted(by: { $0.code < $1.code }) {
                if sums[facts.code] == nil {
                    sums[facts.code] = facts
                    codes.append(facts.code)
                } else {
                    sums[facts.code]?.add(facts)
                }
            }
        }
        var shortNames: [String: String] = [:]
        var ports: [Int: String] = [:]
        for code in codes {
            guard let facts = sums[code] else { continue }
            let shortName = community.shortName(ofDomain: code)
            switch Self.domain(facts, shortName: shortName, community: community) {
            case .failure(let reason): leftOut[code] = reason.text
            case .success(let domain):
                if let other = shortNames[shortName] {
                    leftOut[code] = "its short name «\(shortName)» is that of \(other), too"
                    continue
                }
                let itsPorts = [domain.fastd?.port, domain.wireGuard.port].compactMap(\.self)
                if let port = itsPorts.first(where: { ports[$0] != nil }), let other = ports[port] {
                    leftOut[code] = "its UDP port \(port) is that of \(other), too"
                    continue
                }
                shortNames[shortName] = code
                for port in itsPorts { ports[port] = code }
                if facts.usesFastd == true, domain.fastd == nil { withHalfFastd.append(code) }
                domains.append(domain)
            }
        }
        domains.sort { $0.code < $1.code }
        withHalfFastd.sort()
        for (position, domain) in domains.enumerated() { positions[domain.code] = position }
        for (position, domain) in domains.enumerated() {
            for name in sums[domain.code]?.names ?? [] where positions[name] == nil { positions[name] = position }
        }
    }

    var codes: Set<String> { Set(domains.map(\.code)) }

    /// The domain of that code or name.
    mutating func domain(called name: String) -> Domain? {
        if let last, last.name == name { return domains[last.position] }
        guard let position = positions[name] else { return nil }
        last = (name, position)
        return domains[position]
    }

    private struct Reason: Error {
        var text: String
    }

    private static func domain(
        _ facts: DomainFacts,
        shortName: String,
        community: Community
    ) -> Result<Domain, Reason> {
        var lacking: [String] = []
        if facts.seed == nil { lacking.append("seed") }
        if facts.wireGuardPort == nil { lacking.append("wireguard/port") }
        if facts.wireGuardMTU == nil { lacking.append("wireguard/mtu") }
        guard let seed = facts.seed, let port = facts.wireGuardPort, let mtu = facts.wireGuardMTU else {
            return .failure(Reason(text: "nobody tells its \(lacking.joined(separator: ", ")); the inventory file can"))
        }
        guard facts.code != reservedCode, (1...longestShortName).contains(shortName.utf8.count),
            shortName.utf8.allSatisfy(isWord)
        else {
            return .failure(
                Reason(
                    text:
                        "without the community's domain_prefixes, which the inventory file tells, its code has to be 1 to "
                        + "\(longestShortName) letters, digits and «_», as interfaces are called by it"
                )
            )
        }
        return .success(
            Domain(
                code: facts.code,
                shortName: shortName,
                dialect: facts.dialect ?? community.dialect,
                seed: seed,
                fastd: facts.fastd,
                wireGuard: Domain.WireGuard(port: port, mtu: mtu),
                prefix6: facts.prefix6 ?? [],
                batmanInterface: facts.batmanInterface,
                bridge: facts.bridge
            )
        )
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension DomainFacts {
    fileprivate var fastd: Domain.Fastd? {
        guard let fastdInstance, let fastdInterface, let fastdPort else { return nil }
        return Domain.Fastd(instance: fastdInstance, interface: fastdInterface, port: fastdPort)
    }
}
