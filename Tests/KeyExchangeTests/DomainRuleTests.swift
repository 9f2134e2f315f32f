import FleetModel
import Foundation
import KeyExchange
import Testing
import UmstiegTesting

/// Files that name one domain each, beside a settings file.
struct DomainRuleTests {
    private let directory: TestDirectory
    private let rule = DomainRule(prefixes: ["ffms_"], dialect: .gluon)

    init() throws { directory = try TestDirectory() }

    private func read(_ text: String) throws -> ExchangeDomain {
        try rule.domain(file: try directory.write(text, to: "x.yaml"))
    }

    @Test func `a code is enough, and a dialect may be said`() throws {
        #expect(
            try read("# a comment\ndomain: ffms_eins\n")
                == ExchangeDomain(code: "ffms_eins", shortName: "eins", dialect: .gluon)
        )
        #expect(try read("{domain: \"ffms_eins\", dialect: ffmuc}").dialect == .ffmuc)
    }

    @Test(arguments: [
        ("", "«domain» is missing"),
        ("dialect: gluon", "«domain» is missing"),
        ("domain: ffmuc_eins", "domain: «ffmuc_eins» begins with none of domain_prefixes"),
        ("domain: ffms_a/b", "domain: «ffms_a/b»: expected letters, digits and _"),
        ("domain: ffms_", "1 to 12 of them"),
        ("domain: ffms_eins\ndialect: other", "dialect: expected one of ffmuc, gluon"),
        ("domain: ffms_eins\nrun: x", "run: unknown setting, expected one of domain, dialect"),
        ("domain: [ffms_eins]", "domain: expected text"),
        ("domain: &a ffms_eins\ndialect: *a", "aliases are not read"),
        ("domain: \"ffms_ei", "line 1"),
        ("\u{1}", "line 1"),
        ("#" + String(repeating: " ", count: 5000), "longer than 4096 bytes"),
    ])
    func `what is wrong is told with file and place`(text: String, message: String) {
        let error = #expect(throws: SettingsError.self) { try read(text) }
        #expect(error?.description.hasPrefix(directory.file("x.yaml") + ": ") == true)
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }

    @Test func `what is no file is not waited for`() throws {
        #expect(mkfifo(directory.file("pipe"), 0o600) == 0)
        for (name, message) in [("pipe", "is no file"), ("none", "can't be read: No such file or directory")] {
            let error = #expect(throws: SettingsError.self) { try rule.domain(file: directory.file(name)) }
            #expect(error?.message == message)
        }
        #expect(throws: SettingsError.self) { try rule.domain(file: directory.path) }
    }

    @Test func `a worker that follows a directory needs no list of domains`() throws {
        let text = """
            domain_prefixes: [ffms_]
            mqtt: {broker_url: mq.example.net}
            umstieg: {dialect: gluon, worker: {domains_directory: /w.d}}
            """
        let settings = try ExchangeSettings(yaml: Array(text.utf8), file: "wgkex.yaml")
        #expect(settings.domains.isEmpty)
        #expect(settings.rule == rule)
    }
}
