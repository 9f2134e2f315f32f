import FleetModel
import Testing

struct SelectorTests {
    @Test(arguments: [
        ("all", "gw01 gw02 1 2 3 4"),
        ("domain:fft_north", "gw01 gw02 1 2"),
        ("domain:fft_s*", "gw01 3 4"),
        ("gateway:gw0?", "gw01 gw02"),
        ("gateway:gw02|gw03", "gw02"),
        ("node:02:CA:FF:EE:00:03 or node:n4", "3 4"),
        ("node:02caffee000*", "1 2 3 4"),
        ("node:\"café (roof)\"", "1"),
        ("node:'*'", ""),
        ("node:and and node:and", "2"),
        ("state:fastd|offline", "1 3 4"),
        ("model:TP-Link*", "1 2"),
        ("model:*", "1 2 4"),
        ("firmware:<v2023.2", "1 4"),
        ("firmware:<=v2023.2", "1 2 4"),
        ("firmware:=2023.2.0", "2"),
        ("firmware:>v2022.5.1", "1 2 4"),
        ("firmware:v2023.2*", "2 4"),
        ("not firmware:>v1", "gw01 gw02 3"),
        ("domain:fft_north and not (gateway:gw02 or state:fastd)", "gw01 2"),
        ("domain:fft_north and state:fastd or gateway:gw02", "gw02 1"),
        ("not state:fastd and not gateway:*", "2 3"),
        ("(all)and not(domain:fft_north)", "3 4"),
        ("domain:fft_none", ""),
    ])
    func `a selector chooses gateways and nodes in order`(text: String, names: String) throws {
        let selection = try Selector(text).selection(from: .sample)
        let chosen = selection.gateways.map(\.name) + selection.nodes.map { String($0.id.suffix(1)) }
        #expect(chosen.joined(separator: " ") == names)
        #expect(selection.isEmpty == names.isEmpty)
    }

    @Test func `domains are chosen by their own terms only`() throws {
        func codes(_ text: String) throws -> [String] {
            try Selector(text).selection(from: .sample).domains.map(\.code)
        }
        #expect(try codes("all") == ["fft_north", "fft_south"])
        #expect(try codes("domain:*north") == ["fft_north"])
        #expect(try codes("gateway:gw02") == [])
    }

    @Test(arguments: [
        ("", 1, "domain:", ""),
        ("gw01", 1, "domain:", "gw01"),
        ("host:gw01", 1, "domain:", "host:gw01"),
        ("domain:", 8, "a name or a pattern", ""),
        ("domain:a|", 10, "a name or a pattern", ""),
        ("domain:a gateway:b", 10, "«and», «or» or the end", "gateway:b"),
        ("domain:a and", 13, "domain:", ""),
        ("(domain:a", 10, "«and», «or» or «)»", ""),
        ("domain:a)", 9, "«and», «or» or the end", ")"),
        ("state:dead", 7, "a state: fastd", "dead"),
        ("state:fastdx", 7, "a state: fastd", "fastdx"),
        ("firmware:<new", 11, "a version such as v2023.2", "new"),
        ("node:\"a", 6, "a closing quote", "\"a"),
        ("allx", 1, "domain:", "allx"),
    ])
    func `an error names the position and what was expected`(
        text: String,
        position: Int,
        expected: String,
        found: String
    ) throws {
        let error = try #require(throws: SelectorError.self) { try Selector(text) }
        #expect(error.position == position)
        #expect(error.expected.hasPrefix(expected))
        #expect(error.found == found)
    }

    @Test(arguments: ["(", "not ", "not("])
    func `nesting without end is an error, not a crash`(unit: String) {
        #expect(throws: SelectorError.self) { try Selector(String(repeating: unit, count: 100_000)) }
    }

    @Test func `a long list of terms is evaluated`() throws {
        let text = (1...20_000).map { "node:n\($0)" }.joined(separator: " or ")
        #expect(try Selector(text).selection(from: .sample).nodes.map(\.hostname) == ["n3", "n4"])
    }

    @Test func `a pattern of many stars ends soon`() throws {
        let selector = try Selector("node:\(String(repeating: "*a", count: 500))*b")
        var fleet = Fleet.sample
        fleet.nodes[0].hostname = String(repeating: "a", count: 5000)
        #expect(selector.selection(from: fleet).nodes == [])
    }
}
