import Testing
import UmstiegCommands

struct UmstiegTests {
    @Test func `the version is one line`() async {
        let run = await CommandRun("--version")
        #expect(run.status == .done)
        #expect(run.output == "0.1.0\n")
        #expect(run.errors == "")
    }

    @Test(arguments: [
        ["--help"], ["inventory", "--help"], ["inventory", "list", "--help"], ["key", "vni", "--help"],
    ])
    func `help goes to the standard output`(arguments: [String]) async {
        let run = await CommandRun(arguments: arguments)
        #expect(run.status == .done)
        #expect(run.output.hasPrefix("OVERVIEW: "))
        #expect(run.errors == "")
    }

    @Test(arguments: [
        ["fly"], ["--fly"], ["inventory", "list"], ["inventory", "list", "cars"], ["key", "vni"],
        ["inventory", "import", "a", "--format", "meshviewer"], ["inventory", "list", "nodes", "--output", "xml"],
        ["key", "vni", "aa", "--dialect", "hannover"],
    ])
    func `a usage error goes to the standard error and ends with 64`(arguments: [String]) async {
        let run = await CommandRun(arguments: arguments)
        #expect(run.status == .usage)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("error: "))
    }

    @Test func `exit codes are those of the contract`() {
        #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 64, 78])
    }
}
