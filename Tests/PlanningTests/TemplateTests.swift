import Planning
import Testing

struct TemplateTests {
    private let context = TemplateContext(values: [
        "short": .text("muc_nord"),
        "hostile": .text("a'b $(reboot)\nx <&>"),
        "peers": .list([["name": .text("gw2")], ["name": .text("gw3")]]),
        "none": .list([]),
    ])

    @Test func `names are filled in as they are`() throws {
        #expect(try Template("wg-{{short}}.netdev").rendered(with: context) == "wg-muc_nord.netdev")
        #expect(try Template("{{hostile}}").rendered(with: context) == "a'b $(reboot)\nx <&>")
    }

    @Test func `a section repeats and sees the names outside`() throws {
        let text = "{{#peers}}\n{{name}} in {{short}}\n{{/peers}}\n"
        #expect(try Template(text).rendered(with: context) == "gw2 in muc_nord\ngw3 in muc_nord\n")
        #expect(try Template("{{#none}}{{public_key}}{{/none}}").rendered(with: context) == "")
    }

    @Test(arguments: [
        "{{shrot}}", "{{#peers}}{{nmae}}{{/peers}}", "{{#pers}}{{/pers}}", "{{ #none }}{{nmae}}{{/none}}",
    ])
    func `an unknown name is an error and never nothing`(text: String) {
        #expect(throws: Template.UnknownName.self) { try Template(text).rendered(with: context) }
    }

    @Test(arguments: ["{{short", "{{#peers}}", "{{/peers}}"])
    func `a malformed template is an error`(text: String) {
        #expect(throws: Template.Malformed.self) { try Template(text).rendered(with: context) }
    }

    @Test(arguments: [
        ("{ {short} }", "{ {short} }"), ("{{{short}}}", "muc_nord"), ("{{! {{ }}x", "x"), ("ä{{short}}ö", "ämuc_nordö"),
        ("{", "{"), ("}}", "}}"), ("{{ short }}", "muc_nord"),
    ])
    func `braces that open no tag are text`(text: String, rendered: String) throws {
        #expect(try Template(text).rendered(with: context) == rendered)
    }

    @Test func `a command gets each value as one word`() throws {
        let step = Step.command(CommandStep(run: "echo {{hostile}}", undo: "", check: ""))
        let rendered = try step.rendered(with: context)
        #expect(rendered == .command(CommandStep(run: "echo 'a'\\''b $(reboot)\nx <&>'", undo: "", check: "")))
    }
}
