import FleetModel
import Glibc
import KeyExchange
import KeyWorker
import Testing
import UmstiegTesting

/// Domains that come and go while a worker runs, by files in a directory.
struct ServedDomainsTests {
    private let directory: TestDirectory
    private let one = Site.key(1)
    private let two = Site.key(2)
    private let files = [Site.eins: "domain: ffms_eins", Site.zwei: "{domain: ffms_zwei, dialect: gluon}"]

    init() throws { directory = try TestDirectory() }

    /// A site whose settings name no domain.
    private func bareSite(_ domains: [ExchangeDomain] = []) -> Site {
        let site = Site(domains: domains) { $0.domainsDirectory = directory.path }
        site.settings.rule = DomainRule(prefixes: ["ffms_"])
        return site
    }

    /// The same with the interfaces of two domains.
    private func site(_ domains: [ExchangeDomain] = []) -> Site {
        let site = bareSite(domains)
        for domain in [Site.eins, Site.zwei] { site.kernel.raise(domain, key: site.own) }
        site.pass(.zero) { $0.hasConnected = true }
        return site
    }

    private func put(_ domain: ExchangeDomain) throws {
        try directory.write(try #require(files[domain]), to: "\(domain.code).yaml")
    }

    private func take(_ domain: ExchangeDomain) { unlink(directory.file("\(domain.code).yaml")) }

    private func metric(_ domain: ExchangeDomain) -> ExchangeTopic {
        .connectedPeers(domain: domain.code, worker: "gw1")
    }

    @Test func `a domain whose file comes is served, and told once its keys are wanted`() throws {
        let site = site()
        #expect(site.worker.summary(at: site.moment) == "serves no domain; 0 nodes, 0 of them connected")
        try put(Site.eins)
        site.forget()
        site.pass(.seconds(2))
        #expect(site.wanted == ["ffms_eins"])
        #expect(site.said.map(\.topic) == [.data(worker: "gw1", domain: "ffms_eins"), metric(Site.eins)])
        #expect(site.said(metric(Site.eins)) == ["0"])
        #expect(site.worker.summary(at: site.moment).hasPrefix("serves ffms_eins; "))
        site.register(one)
        site.register(two, in: Site.zwei)
        #expect(site.traces(of: one) == there)
        #expect(site.traces(of: two, in: Site.zwei) == gone)
    }

    @Test func `a file that is there before the interfaces waits for them`() throws {
        let site = bareSite()
        try put(Site.eins)
        site.pass(.zero) { $0.hasConnected = true }
        #expect(site.said(metric(Site.eins)) == ["-1"])
        site.kernel.raise(Site.eins, key: site.own)
        site.pass(.milliseconds(100)) { $0.haveInterfacesChanged = true }
        #expect(site.said(metric(Site.eins)) == ["-1", "0"])
    }

    @Test func `when a file goes, its domain's nodes leave, brokers are told, and the other domain stays`() throws {
        for domain in [Site.eins, Site.zwei] { try put(domain) }
        let site = site()
        site.register(one)
        site.register(two, in: Site.zwei)
        let foreign = LinkLocalAddress(interfaceID: 5)
        site.kernel.addByHand(Site.key(150), foreign, in: Site.eins)
        take(Site.eins)
        site.forget()
        site.pass(.seconds(2))
        #expect(site.said.isEmpty, "a file may be missing once")
        site.pass(.seconds(2))
        #expect(site.said(metric(Site.eins)) == ["-1"])
        #expect(site.said(.living(domain: "ffms_eins", worker: "gw1")) == [""])
        #expect(site.said.allSatisfy { $0.isRetained && $0.isAcknowledged })
        #expect(site.wanted == ["ffms_zwei"])
        #expect(site.traces(of: one) == gone)
        #expect(site.kernel.link("wg-eins")?.device?.peers.map(\.key) == [Site.key(150)])
        #expect(site.kernel.link("wg-eins")?.routes == [foreign])
        #expect(site.traces(of: two, in: Site.zwei) == there)
        #expect(site.worker.counters.removed == 1)
        #expect(site.worker.summary(at: site.moment).hasPrefix("serves ffms_zwei; 1 nodes"))
        site.register(one)
        #expect(site.traces(of: one) == gone)
        #expect(site.worker.farewell().map(\.topic) == [metric(Site.zwei), .status(worker: "gw1")])
        // It comes back as if for the first time.
        try put(Site.eins)
        site.pass(.seconds(2))
        site.register(one)
        #expect(site.traces(of: one) == there)
    }

    @Test func `interfaces that go before their file leave no error behind`() throws {
        try put(Site.eins)
        let site = site()
        site.register(one)
        take(Site.eins)
        site.pass(.seconds(2))
        site.kernel.delete("wg-eins")
        site.pass(.seconds(2))
        #expect(site.worker.counters.failed == 0)
        #expect(site.worker.counters.removed == 1)
    }

    @Test func `a file that is missing for a moment does no harm`() throws {
        try put(Site.eins)
        let site = site()
        site.register(one)
        site.forget()
        for _ in 0..<5 {
            take(Site.eins)
            site.pass(.seconds(2))
            try put(Site.eins)
            site.pass(.seconds(2))
        }
        #expect(site.kernel.takeChanges().isEmpty)
        #expect(site.said.isEmpty)
    }

    @Test(arguments: ["domain: \"ffms_ei", "", "domain: ffmuc_eins", "nonsense"])
    func `a file that is spoilt is told, its domain is served on, and so are others`(text: String) throws {
        for domain in [Site.eins, Site.zwei] { try put(domain) }
        let site = site()
        try directory.write(text, to: "ffms_eins.yaml")
        try directory.write(text, to: "ffms_other.yaml")
        for _ in 0..<3 { site.pass(.seconds(2)) }
        let summary = site.worker.summary(at: site.moment)
        #expect(summary.hasPrefix("serves ffms_eins ffms_zwei; "))
        for name in ["ffms_eins.yaml", "ffms_other.yaml"] { #expect(summary.contains(directory.file(name) + ": ")) }
        site.register(one)
        site.register(two, in: Site.zwei)
        #expect(site.traces(of: one) == there)
        #expect(site.traces(of: two, in: Site.zwei) == there)
        // A worker that starts now can't know what the file said.
        site.restart()
        site.pass(.seconds(2))
        #expect(site.worker.summary(at: site.moment).hasPrefix("serves ffms_zwei; "))
        #expect(site.traces(of: one) == there, "it touches no peers of domains that it doesn't know")
    }

    @Test func `what is no file of a domain is passed over`() throws {
        try put(Site.eins)
        try directory.write("nonsense", to: ".umstieg-x.yaml")
        try directory.write("nonsense", to: "readme")
        try directory.write("nonsense", to: "ffms_x.yaml~")
        #expect(site().worker.summary(at: Moment.now).hasPrefix("serves ffms_eins; 0 nodes, 0 of them connected"))
        mkfifo(directory.file("a.yaml"), 0o600)
        mkdir(directory.file("b.yaml"), 0o700)
        let summary = site().worker.summary(at: Moment.now)
        #expect(summary.hasPrefix("serves ffms_eins; "))
        #expect(summary.contains("a.yaml: is no file; ") && summary.contains("b.yaml: is no file"))
    }

    @Test func `the settings' own domains are served first, and one name belongs to one domain`() throws {
        for domain in [Site.eins, Site.zwei] { try put(domain) }
        try directory.write("domain: ffms_zwei", to: "z.yaml")
        let site = site([Site.eins])
        let summary = site.worker.summary(at: site.moment)
        #expect(summary.hasPrefix("serves ffms_eins ffms_zwei; "))
        #expect(summary.contains("z.yaml: «zwei» is served already, as ffms_zwei"))
        take(Site.eins)
        for _ in 0..<3 { site.pass(.seconds(2)) }
        #expect(site.worker.summary(at: site.moment).hasPrefix("serves ffms_eins ffms_zwei; "))
    }

    @Test func `another dialect makes another domain of it`() throws {
        try put(Site.eins)
        let site = site()
        site.register(one)
        try directory.write("{domain: ffms_eins, dialect: gluon}", to: "ffms_eins.yaml")
        site.forget()
        site.pass(.seconds(2))
        #expect(site.traces(of: one) == gone)
        #expect(site.said(metric(Site.eins)) == ["-1", "0"])
        let gluon = ExchangeDomain(code: "ffms_eins", shortName: "eins", dialect: .gluon)
        site.register(one, in: gluon)
        #expect(site.traces(of: one, in: gluon) == there)
    }

    @Test func `a directory that can't be read takes no domain away`() throws {
        try put(Site.eins)
        let site = site()
        let path = directory.path
        // A file in its place: root may read every directory.
        #expect(rename(path, path + "-aside") == 0)
        #expect(close(creat(path, 0o600)) == 0)
        for _ in 0..<3 { site.pass(.seconds(2)) }
        let summary = site.worker.summary(at: site.moment)
        #expect(summary.hasPrefix("serves ffms_eins; "))
        #expect(summary.hasSuffix("\(path): can't be read: Not a directory"))
        unlink(path)
        #expect(rename(path + "-aside", path) == 0)
    }

    @Test func `what the server has of a domain that isn't served is taken back`() throws {
        try put(Site.eins)
        let site = site()
        site.forget()
        site.pass(.seconds(1)) { $0.unserved = ["ffms_eins", "ffms_zwei"] }
        #expect(site.said(metric(Site.zwei)) == ["-1"])
        #expect(site.said(metric(Site.eins)).isEmpty)
    }
}
