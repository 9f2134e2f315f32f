import Testing
import UmstiegCommands

struct KeyCommandTests {
    private let seed = "f5bafa448406bae04dab17a65b81f496cff042cfdc1dc4415ad48a1d5d622d86"
    private let key = "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g="

    @Test func `the network identifier is a bare decimal number`() async {
        #expect(await CommandRun("key", "vni", seed, "--dialect", "gluon").output == "3308601\n")
        #expect(await CommandRun("key", "vni", seed).output != "3308601\n")
    }

    @Test func `the link-local address is bare`() async {
        #expect(await CommandRun("key", "link-local", key).output == "fe80::27c:16ff:fec0:6c74\n")
        #expect(await CommandRun("key", "link-local", key, "--dialect", "gluon").output != "fe80::27c:16ff:fec0:6c74\n")
    }

    @Test func `the translated key is bare`() async {
        let fastdKey = "12760ee9088d7b737a11c21c587ab73b64be3c2834eaef6185ec66c3c05c1d78"
        let run = await CommandRun("key", "translate", fastdKey)
        #expect(run.output == "Gluon+LYDa2ib6EDnWlRELwrst1s1Ut7WKNR5LMI83c=\n")
    }

    @Test(arguments: ["vni", "link-local", "translate"])
    func `what isn't a seed or key is a usage error`(command: String) async {
        let run = await CommandRun("key", command, "x\u{1b}")
        #expect(run.status == .usage)
        #expect(run.errors.hasPrefix("error: «x\\u{1b}» is no "))
        #expect(run.output == "")
    }

    @Test func `a key off the curve fails`() async {
        let run = await CommandRun("key", "translate", "11" + String(repeating: "0", count: 62))
        #expect(run.status == .failed)
        #expect(run.errors.contains("not on the curve"))
    }
}
