import Testing

struct ArchitectureTests {
    private let tree: SourceTree

    init() throws {
        tree = try SourceTree()
    }

    @Test func `each module imports only what the design allows`() {
        #expect(tree.files.count > 20)
        let rules = Dictionary(uniqueKeysWithValues: ModuleRule.all.map { ($0.module, $0) })
        for file in tree.files {
            for imported in file.imports {
                let objection = rules[file.module]?.objection(to: imported)
                #expect(objection == nil, "\(file.path)")
            }
        }
    }

    @Test func `each module of the tree has a rule`() {
        let known = Set(ModuleRule.all.map(\.module))
        let unknown = tree.modules.filter { !known.contains($0) }
        #expect(unknown == [], "add a rule with its reason to ModuleRule, and a row to the design")
    }

    @Test func `no file is longer than 400 lines`() {
        for file in tree.files {
            #expect(file.lineCount <= 400, "\(file.path) asks to be split")
        }
    }

    @Test(arguments: [
        ("import GRDB", ["GRDB"]),
        ("package import FleetModel\n@testable import Mesh", ["FleetModel", "Mesh"]),
        ("@preconcurrency internal import struct Foundation.Date", ["Foundation"]),
        ("@_spi(Testing) import Planning // why", ["Planning"]),
        ("// import GRDB\nlet important = 1\n    import Glibc", ["Glibc"]),
    ])
    func `imports are found in all their forms`(text: String, modules: [String]) {
        #expect(SourceTree.File(module: "", path: "", text: text).imports == modules)
    }

    @Test func `a forbidden import is refused with the reason`() throws {
        let rule = try #require(ModuleRule.all.first { $0.module == "FleetModel" })
        #expect(rule.objection(to: "Crypto") == nil)
        #expect(rule.objection(to: "FoundationEssentials") == nil)
        #expect(rule.objection(to: "GRDB")?.contains("values that all share") == true)
        #expect(rule.objection(to: "Foundation") != nil)
    }
}
