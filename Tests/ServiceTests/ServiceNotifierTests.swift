import Service
import Testing
import UmstiegTesting

struct ServiceNotifierTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory() }

    private func notifier(_ environment: [String: String]) -> ServiceNotifier {
        ServiceNotifier { environment[$0] }
    }

    @Test func `what a service says arrives at systemd's socket`() throws {
        let socket = try DatagramSocket(directory.file("notify"))
        let notifier = notifier(["NOTIFY_SOCKET": directory.file("notify")])
        notifier.isReady("connected to mq.example.net")
        #expect(socket.receive() == "READY=1\nSTATUS=connected to mq.example.net")
        notifier.says("waits for wg-süd")
        #expect(socket.receive() == "STATUS=waits for wg-süd")
        notifier.isAlive()
        #expect(socket.receive() == "WATCHDOG=1")
        notifier.isStopping()
        #expect(socket.receive() == "STOPPING=1")
    }

    @Test func `an abstract name works, too`() throws {
        let name = "@umstieg-test-\(Int.random(in: 0...Int.max))"
        let socket = try DatagramSocket(name)
        notifier(["NOTIFY_SOCKET": name]).isStopping()
        #expect(socket.receive() == "STOPPING=1")
    }

    @Test func `a status of several lines stays one`() throws {
        let socket = try DatagramSocket(directory.file("notify"))
        notifier(["NOTIFY_SOCKET": directory.file("notify")]).says("a\nREADY=1\r\0")
        #expect(socket.receive() == "STATUS=a READY=1  ")
    }

    @Test(arguments: [nil, "", "@", "relative", "/nowhere/at/all", "/" + String(repeating: "a", count: 200)])
    func `without a socket nothing happens`(name: String?) {
        let notifier = notifier(name.map { ["NOTIFY_SOCKET": $0] } ?? [:])
        notifier.isReady("up")
        notifier.isStopping()
        #expect(notifier.watchdog == nil)
    }

    @Test func `the watchdog's time is read if it is for this process`() {
        #expect(notifier(["WATCHDOG_USEC": "30000000"]).watchdog == .seconds(30))
        #expect(notifier(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]).watchdog == nil)
        #expect(notifier(["WATCHDOG_USEC": "0"]).watchdog == nil)
        #expect(notifier(["WATCHDOG_USEC": "soon"]).watchdog == nil)
    }
}
