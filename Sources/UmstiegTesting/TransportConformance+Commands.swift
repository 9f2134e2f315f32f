package import Transport

extension TransportConformance {
    /// The commands that the checks run, so that a script can answer them.
    package enum Commands {
        package static let streams = RemoteCommand("printf out; printf err >&2; exit 3")
        package static let killed = RemoteCommand("kill -KILL $$")
        package static let input = RemoteCommand("cat", standardInput: Array("a\0b\n".utf8))
        package static let unreadInput = RemoteCommand("exit 0", standardInput: [UInt8](repeating: 7, count: 1 << 20))
        package static let slow = RemoteCommand("exec sleep 30", limit: .milliseconds(300))
        package static let endless = RemoteCommand("exec sleep 30")
        package static let tooMuch = RemoteCommand("printf 12345", outputLimit: 4)
        package static let enough = RemoteCommand("printf 1234", outputLimit: 4)

        package static func numbered(_ number: Int) -> RemoteCommand { RemoteCommand("echo \(number)") }
    }
}
