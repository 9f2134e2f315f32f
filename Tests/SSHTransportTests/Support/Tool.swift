import Foundation

/// Programs that the tests start; nil if they are not installed.
enum Tool {
    static let sshd = find("sshd")
    static let dropbear = find("dropbear")
    static let dropbearKey = find("dropbearkey")
    static let sshKeygen = find("ssh-keygen")
    static let sshAgent = find("ssh-agent")
    static let sshAdd = find("ssh-add")
    static let unshare = find("unshare")

    static var hasOpenSSH: Bool { sshd != nil && sshKeygen != nil }
    static let missingOpenSSH = "sshd and ssh-keygen are not installed (Debian: openssh-server)"

    private static func find(_ name: String) -> String? {
        ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"]
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
