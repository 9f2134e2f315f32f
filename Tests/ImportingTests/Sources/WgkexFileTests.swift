import FleetModel
import Importing
import Testing

struct WgkexFileTests {
    private static let text = """
        # a comment
        domains: [fft_b, fft_a]
        domain_prefixes: [fft_]
        workers:
          gw2.in.example.net: {weight: 30}
          gw1.in.example.net: {weight: 30}
        externalName: gw1.ext.example.net
        mqtt: {broker_url: mq, password: SECRET}
        """

    @Test func `domains and gateways`() throws {
        let file = try SourceText.read("\u{feff}" + Self.text.replacing("\n", with: "\r\n"))
        #expect(file.format == .wgkex)
        #expect(file.facts.domains.map(\.code) == ["fft_a", "fft_b"])
        #expect(file.facts.domains.map(\.state) == [.wireguard, .wireguard])
        #expect(file.facts.gateways.map(\.name) == ["gw1", "gw2"])
        #expect(file.facts.gateways.map(\.address) == ["gw1.in.example.net", "gw2.in.example.net"])
        #expect(file.facts.gateways.map(\.externalName) == ["gw1.ext.example.net", nil])
        #expect(file.facts.gateways.map(\.domains) == [["fft_a", "fft_b"], ["fft_a", "fft_b"]])
        #expect(!"\(file.facts)".contains("SECRET"))
    }

    @Test func `mistakes have a path`() {
        #expect(
            SourceText.complaint("domains: [a b]\nmqtt: {}", as: .wgkex)?.hasPrefix("f: domains/0: expected a name")
                == true
        )
        #expect(SourceText.complaint("workers: {}", as: .wgkex) == "f: «domains» is missing")
        #expect(SourceText.complaint("domains: [", as: .wgkex)?.hasPrefix("f: line ") == true)
        let twice = Self.text.replacing("gw2.in", with: "gw1.other")
        #expect(SourceText.complaint(twice) == "f: workers/gw1.in.example.net: the gateway «gw1» stands here twice")
    }
}
