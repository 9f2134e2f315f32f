import FleetModel
import Testing

struct ShellQuotingTests {
    @Test(arguments: [
        ("gw1", "gw1"),
        ("", "''"),
        ("a b", "'a b'"),
        ("it's", "'it'\\''s'"),
        ("$(reboot)", "'$(reboot)'"),
        ("a\nb", "'a\nb'"),
    ])
    func `a value becomes one shell word`(value: String, word: String) {
        #expect(value.shellQuoted == word)
    }
}
