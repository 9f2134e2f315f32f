import Testing

@testable import SSHTransport

struct HostQuirksTests {
    @Test(
        arguments: [
            ("SSH-2.0-OpenSSH_9.2p1 Debian-2", 8), ("SSH-2.0-dropbear_2022.83", 1), ("SSH-2.0-dropbear", 1),
            ("SSH-2.0-dropbear_2019.78", 8), ("SSH-2.0-dropbear_2025.87", 8), (nil, 8),
        ] as [(String?, Int)]
    )
    func `faulty dropbears run one command at a time`(banner: String?, commands: Int) {
        #expect(HostQuirks(banner: banner).commandsAtOnce == commands)
    }
}
