/// Changes to the shipped playbook that tests use.
enum Variant {
    /// Goes back sooner.
    static func deadline(_ seconds: Int) -> (String, String) { ("deadline: 4m", "deadline: \(seconds)s") }
    /// A verification that lasts until somebody says so, which leaves time between apply and confirm.
    static let waitingForWord = (
        "verify:\n",
        "verify:\n  - name: word\n    wait_for: {command: \"test -e /run/umstieg-go\", within: 300s}\n"
    )
    /// A verification that never succeeds.
    static let failingVerification = (
        "verify:\n", "verify:\n  - name: never\n    wait_for: {command: \"echo never; false\", within: 2s}\n"
    )
    /// For one gateway without its neighbours: it waits for nobody's handshake.
    static let alone = [
        ("peers: \"{{peer_count}}\"", "peers: \"0\""), ("count: \"{{peer_count}}\"", "count: \"0\""),
    ]
    /// Goes back at once: for tests in which nobody pings.
    static let withoutDrain = ("drain_within: 90s", "drain_within: 0s")
    /// Beyond 24 bits, which end at 16777215; networkd says 0 to it.
    static let impossibleVNI = ("VNI={{vni}}", "VNI=99999999")

    /// Another step before the override.
    static func step(_ yaml: String) -> (String, String) {
        ("  # BATMAN_V takes", "  - \(yaml)\n  # BATMAN_V takes")
    }
}
