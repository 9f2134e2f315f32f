import Importing
import Testing

struct ConfigDocumentTests {
    private func messages(_ text: String, reading body: (ConfigNode) -> Void) -> [String] {
        messages(Array(text.utf8), reading: body)
    }

    private func messages(_ bytes: [UInt8], reading body: (ConfigNode) -> Void) -> [String] {
        do throws(ConfigErrors) {
            try ConfigDocument.read(bytes, file: "a.yaml") { body($0) }
            return []
        } catch {
            return error.errors.map(\.description)
        }
    }

    private func value<Value>(_ text: String, _ body: (ConfigNode) -> Value?) throws -> Value {
        try ConfigDocument.read(text.utf8, file: "a.yaml", body: body)
    }

    @Test func `values are read with byte order mark and carriage returns`() throws {
        let text = "\u{feff}name: n1\r\nports: [1, 2]\r\nwait: 5m\r\non: true\r\nempty:\r\n"
        let read = try value(text) { root -> [String]? in
            guard let fields = root.mapping(allowed: ["name", "ports", "wait", "on", "empty"]),
                let name = fields.required("name")?.string(),
                let ports = fields.required("ports")?.sequence()?.compactMap({ $0.integer(in: 1...9) }),
                let wait = fields.required("wait")?.duration(),
                let on = fields.required("on")?.boolean()
            else { return nil }
            #expect(fields.optional("empty") == nil)
            return [name, "\(ports)", "\(wait == .seconds(300))", "\(on)"]
        }
        #expect(read == ["n1", "[1, 2]", "true", "true"])
    }

    @Test func `all errors of a file are gathered, each with its path`() {
        let errors = messages("a: {port: 70000, x: 1}\nb: [1, {c: d}]\n") { root in
            let fields = root.mapping(allowed: ["a", "b", "c"])
            let inner = fields?.required("a")?.mapping(allowed: ["port", "mtu"])
            _ = inner?.required("port")?.integer(in: 1...65_535)
            _ = inner?.required("mtu")?.integer(in: 1280...1500)
            _ = fields?.required("b")?.strings()
            _ = fields?.required("c")
        }
        #expect(
            errors == [
                "a.yaml: a/x: unknown field, expected one of port, mtu",
                "a.yaml: a/port: expected a whole number from 1 to 65535, found «70000»",
                "a.yaml: a: «mtu» is missing",
                "a.yaml: b/1: expected text, found a mapping of fields",
                "a.yaml: «c» is missing",
            ]
        )
    }

    @Test(arguments: ["0222", "1_000", "0x10", "1.0", "\"7\"", "+7", "99999999999999999999", "true", "~"])
    func `a number that isn't plainly decimal is refused`(text: String) {
        #expect(messages("\(text)") { _ = $0.integer(in: 0...9999) }.count == 1)
    }

    @Test(arguments: ["90", "5 m", "m", "-5m", "1h30m", "1.5h", "99999999999999999d", "400d"])
    func `a duration without a known unit or beyond its bounds is refused`(text: String) {
        #expect(messages("\(text)") { _ = $0.duration() }.count == 1)
    }

    @Test func `a key that stands twice is reported`() {
        #expect(messages("a: 1\na: 2\n") { _ in } == ["a.yaml: line 1: «a» stands here twice"])
        #expect(messages("!!int 1: 1\n\"1\": 2\n") { _ = $0.entries() } == ["a.yaml: 1: stands here twice"])
    }

    @Test(arguments: [
        ("", "is empty"),
        ("# nothing\n", "is empty"),
        ("a: [1,\n", "line 2, column 1: did not find expected node content"),
        ("a: 1\n---\nb: 2\n", "line 2, column 1: but found another document"),
        ("a: &x [1]\nb: *x\n", "aliases are not read: write out what *x stands for"),
        ("*x : 1\n", "line 1, column 1: found undefined alias"),
    ])
    func `text that isn't one YAML document is refused in one line`(text: String, message: String) {
        #expect(messages(text) { _ in } == ["a.yaml: \(message)"])
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(messages([0x61, 0x3a, 0xff, 0x0a]) { _ in } == ["a.yaml: is not UTF-8 text"])
    }

    @Test(arguments: ["[", "{a: ", "- "])
    func `deep nesting is refused without a crash`(unit: String) {
        #expect(messages(String(repeating: unit, count: 100_000)) { _ in }.count == 1)
    }

    @Test func `a file beyond the size limit is refused`() {
        #expect(messages([UInt8](repeating: 0x20, count: 65 << 20)) { _ in } == ["a.yaml: is larger than 64 MiB"])
    }

    @Test func `control characters of a file never reach the terminal`() {
        #expect(
            messages(#""\e[31mx": 1"#) { _ = $0.mapping(allowed: ["a"]) } == [
                "a.yaml: \\u{1b}[31mx: unknown field, expected one of a"
            ]
        )
    }
}
