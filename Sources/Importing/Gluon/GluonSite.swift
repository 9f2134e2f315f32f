import FleetModel

/// What the configuration of a Gluon firmware tells: its site, and its domains, which stand over the site.
///
/// See Gluon's documentation of `site.conf` and `domains/*.conf`; Freifunk München's WireGuard differs from upstream's.
enum GluonSite {
    private static let largestFile = 4 << 20

    /// Reads a directory with `site.conf` or domains' files, here or in `domains`.
    ///
    /// - Throws: `ConfigErrors` with file and place.
    static func read(_ directory: SourceDirectory) throws(ConfigErrors) -> SourceFacts {
        let files = directory.files.filter { $0.hasSuffix(".conf") }
        guard !files.isEmpty else {
            throw ConfigErrors(directory.name, "", "holds neither site.conf nor domains' .conf")
        }
        var site: LuaTable?
        var domains: [(file: String, table: LuaTable)] = []
        for file in files {
            let name = directory.name(of: file)
            let table = try LuaReader.table(try directory.bytes(file, limit: largestFile), file: name)
            if file == "site.conf" || file.hasSuffix("/site.conf") {
                site = table
            } else if table["domain_seed"] != nil || table["domain_names"] != nil {
                domains.append((name, table))
            }
        }
        return try facts(site: site, domains: domains, siteFile: directory.name(of: "site.conf"))
    }

    /// Reads one file of them.
    static func read(_ stream: ByteStream) throws(ConfigErrors) -> SourceFacts {
        let table = try LuaReader.table(try stream.rest(limit: largestFile), file: stream.name)
        if table["site_code"] != nil { return try facts(site: table, domains: [], siteFile: stream.name) }
        return try facts(site: nil, domains: [(stream.name, table)], siteFile: stream.name)
    }

    private static func facts(
        site: LuaTable?,
        domains: [(file: String, table: LuaTable)],
        siteFile: String
    ) throws(ConfigErrors) -> SourceFacts {
        var facts = SourceFacts()
        var gateways: [String: GatewayFacts] = [:]
        var files: [String: String] = [:]
        for (file, table) in domains {
            let domain = try GluonDomain(table, over: site, file: file)
            if let other = files.updateValue(file, forKey: domain.facts.code) {
                throw ConfigErrors(file, "", "has the domain \(domain.facts.code), like \(other)")
            }
            facts.domains.append(domain.facts)
            domain.add(to: &gateways)
        }
        if domains.isEmpty, let site {
            // Before domains came, a site was one.
            if site["domain_seed"] != nil || site["site_seed"] != nil || site["prefix6"] != nil {
                let domain = try GluonDomain(site, over: nil, file: siteFile)
                facts.domains = [domain.facts]
                domain.add(to: &gateways)
            } else {
                facts.notes.append("\(siteFile) tells of no domain: their files are in the directory of the site.")
            }
        }
        facts.domains.sort { $0.code < $1.code }
        facts.gateways = gateways.values.sorted { $0.name < $1.name }
        return facts
    }
}
