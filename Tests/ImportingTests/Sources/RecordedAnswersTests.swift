import FleetModel
import Importing
import Testing

struct RecordedAnswersTests {
    @Test func `answers of one node come together, and links out of addresses`() throws {
        let text = """
            {"nodeinfo": {"node_id": "02caffee0001", "hostname": "n1", "network": {"mesh": {"bat0": {"interfaces": {
              "wireless": ["02:00:00:00:00:01"]}}}}}}
            {"statistics": {"node_id": "02caffee0001", "clients": {"total": 2}}}
            {"neighbours": {"node_id": "02caffee0002", "batadv": {"02:00:00:00:00:02": {"neighbours": {
              "02:00:00:00:00:01": {"tq": 9}, "02:00:00:00:00:09": {}}}}}}
            """
        let file = try SourceText.read(text)
        #expect(file.format == .respondd)
        #expect(file.facts.nodes.map(\.id) == ["02caffee0001", "02caffee0002"])
        #expect(file.facts.nodes.map(\.hostname) == ["n1", nil])
        #expect(file.facts.nodes.map(\.clients) == [2, nil])
        #expect(file.facts.links == [.mesh("02caffee0001", "02caffee0002")])
    }

    @Test func `mistakes have a place`() {
        #expect(SourceText.complaint("{\"nodeinfo\": {}}\n") == "f: line 1, column 1: tells nothing of a node")
        #expect(
            SourceText.complaint("{\"deflate_base64\": \"*\"}") == "f: line 1, column 1: «deflate_base64» is no base64"
        )
        #expect(
            SourceText.complaint("{\"nodeinfo\": {\"node_id\": \"a\"}}\n{\"statistics\": ")?.hasPrefix(
                "f: line 2, column "
            ) == true
        )
    }
}
