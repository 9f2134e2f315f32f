import Foundation
import SSHTransport
import Transport

// umstieg-bench-ssh PORT USER KEY KNOWN_HOSTS HOSTS IN_FLIGHT: `echo hi` on 127.0.1.1 and following addresses.
// Prints one JSON object: seconds of wall and CPU time, kilobytes of peak resident memory.

let arguments = CommandLine.arguments
guard arguments.count == 7, let port = Int(arguments[1]), let hosts = Int(arguments[5]),
    let inFlight = Int(arguments[6])
else {
    FileHandle.standardError.write(Data("usage: PORT USER KEY KNOWN_HOSTS HOSTS IN_FLIGHT\n".utf8))
    exit(64)
}

let settings = SSHSettings(workspaceKnownHosts: arguments[4], home: "/", user: arguments[2])
let connector = SSHConnector(settings: settings, threads: 2)
let clock = ContinuousClock()
let start = clock.now

@Sendable func greet(_ number: Int) async -> Bool {
    let endpoint = Endpoint(
        name: "host\(number)",
        address: "127.0.1.\(number)",
        port: port,
        identity: arguments[3]
    )
    do {
        let connection = try await connector.connect(to: endpoint, within: .seconds(60))
        let result = try await connection.run(RemoteCommand("echo hi"))
        await connection.close()
        return result.text == "hi\n"
    } catch {
        FileHandle.standardError.write(Data("\(error)\n".utf8))
        return false
    }
}

let greeted = await withTaskGroup(of: Bool.self) { group in
    var next = 1
    var greeted = 0
    while next <= min(inFlight, hosts) {
        group.addTask { [next] in await greet(next) }
        next += 1
    }
    while let ok = await group.next() {
        greeted += ok ? 1 : 0
        guard next <= hosts else { continue }
        group.addTask { [next] in await greet(next) }
        next += 1
    }
    return greeted
}

let wall = clock.now - start
var usage = rusage()
getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
let cpu =
    Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
    + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
print("{\"ok\": \(greeted), \"wall\": \(wall / .seconds(1)), \"cpu\": \(cpu), \"rss_kb\": \(usage.ru_maxrss)}")
