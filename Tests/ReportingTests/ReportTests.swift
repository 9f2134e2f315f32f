import Foundation
import FoundationXML
import Reporting
import Testing

struct ReportTests {
    /// A name, labels and a number, as Prometheus' text format has them.
    private static var sample: Regex<(Substring, Substring, Substring?, Substring)> {
        #/([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\]|\\["\\n])*",?)+\})? (-?[0-9.]+)/#
    }

    private func text(_ format: ReportFormat) -> String { Report.sample.text(as: format, style: .plain) }

    @Test(arguments: ReportFormat.allCases)
    func `nothing of a name steers a terminal, and each format ends with a newline`(format: ReportFormat) {
        let text = text(format)
        #expect(!text.unicodeScalars.contains { $0 == "\u{1b}" || $0 == "\u{202e}" })
        #expect(text.hasSuffix("\n"))
    }

    @Test func `JSON is one object with all facts and lists`() throws {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text(.json).utf8)) as? [String: Any])
        #expect(object["report"] as? String == "sample")
        #expect(object["percent"] as? Double == 33.5)
        #expect(object["nobody_knows"] is NSNull)
        let names = try #require(object["names"] as? [[String: Any]])
        #expect(names.count == Report.hostileNames.count + 1)
        #expect(names[3]["name"] as? String == Report.hostileNames[3])
        #expect(names[0]["hidden"] as? [String] == ["x", "y"])
    }

    @Test func `CSV is the main list`() {
        #expect(text(.csv).hasPrefix("name,count,hidden,is_on\n"))
        var report = Report.sample
        report.main = "empty"
        #expect(report.text(as: .csv, style: .plain) == "x\n")
    }

    @Test func `Markdown has a table for each list, and names make no markup`() {
        let lines = text(.markdown).split(separator: "\n")
        #expect(lines.first == #"# Sample \</title\>\<script\>"#)
        #expect(lines.contains("| name | count | is on |"))
        #expect(lines.contains("| --- | ---: | --- |"))
        #expect(lines.filter { $0.hasPrefix("#") }.count == 3)
        #expect(lines.contains { $0.contains(##"\| x \|\\n\# y"##) })
        #expect(lines.contains { $0.contains(#"\[a\]\(http://example.net\)"#) })
    }

    @Test func `metrics have help and type once, and no two have the same labels`() throws {
        var families: Set<String> = []
        var samples: Set<String> = []
        var current = ""
        for line in text(.prometheus).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3)
            if line.hasPrefix("# HELP ") {
                current = String(words[2])
                #expect(families.insert(current).inserted)
            } else if line.hasPrefix("# TYPE ") {
                #expect(words[2] == current)
                #expect(words[3] == "gauge")
            } else {
                let match = try #require(line.wholeMatch(of: Self.sample), "\(line)")
                #expect(String(match.1) == current)
                #expect(samples.insert(String(match.1) + String(match.2 ?? "")).inserted, "\(line)")
            }
        }
        #expect(families.contains("umstieg_sample_names_count"))
        #expect(samples.contains(#"umstieg_sample_names_count{name="\\\"}1"}"#))
        #expect(text(.prometheus).contains("umstieg_sample_percent 33.5\n"))
        // What nobody knows is no metric.
        #expect(!text(.prometheus).contains("nobody_knows"))
    }

    @Test func `a page is well-formed, and holds no tag and no address of a stranger`() throws {
        let page = text(.html)
        for tag in ["<script", "<img", "<b>", "http://www", "https://"] {
            #expect(!page.contains(tag), "\(tag)")
        }
        #expect(!page.contains("url("))
        #expect(!page.contains("@import"))
        // But for its first line and its void elements, the page is XML, too.
        let xml = page.split(separator: "\n").dropFirst().map(String.init).map { line in
            line.hasPrefix("<meta") ? line.dropLast() + "/>" : line[...]
        }
        let parser = XMLParser(data: Data(xml.joined(separator: "\n").utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
    }

    @Test func `a list too long for a page says how much is missing`() {
        var report = Report.sample
        report.sections = [
            Report.Section(
                "many",
                title: "Many",
                listing: Listing(columns: [Listing.Column("n")], rows: (0..<1234).map { [.number($0)] })
            )
        ]
        #expect(report.text(as: .html, style: .plain).contains("And 234 more, which the other formats list."))
    }

    @Test(arguments: [(0, "0"), (5, "0.05"), (150, "1.5"), (-50, "-0.5"), (10_000, "100"), (-12_345, "-123.45")])
    func `decimals have two places at most`(hundredths: Int, text: String) throws {
        let listing = Listing(columns: [Listing.Column("n")], rows: [[.hundredths(hundredths)]])
        #expect(listing.text(as: .csv, style: .plain) == "n\n\(text)\n")
    }
}
