import Foundation
import UmstiegTesting

@testable import SSHTransport

/// A key pair that ssh-keygen made for one test.
struct TestKey {
    var path: String
    var publicLine: String
    var key: HostKey

    /// `options`: more of ssh-keygen's, such as `-m PEM`.
    init(
        _ type: String,
        in directory: TestDirectory,
        name: String,
        passphrase: String = "",
        options: [String] = []
    )
        throws
    {
        path = directory.file(name)
        let arguments = ["-q", "-t", type, "-N", passphrase, "-C", name, "-f", path] + options
        try TestProcess.run(Tool.sshKeygen, arguments)
        publicLine = try directory.read("\(name).pub").trimmingCharacters(in: .newlines)
        guard let key = PrivateKeyFile.publicKey(publicLine) else {
            throw TestProcess.Failure(description: "ssh-keygen made no key")
        }
        self.key = key
    }
}
