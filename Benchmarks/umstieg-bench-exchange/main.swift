// Registers keys at a broker over keep-alive connections of one thread, so that the client costs as little as it can.
//
// usage: umstieg-bench-exchange load PORT DOMAIN CONNECTIONS SECONDS
//            prints registrations a second, and the 50th and 99th percentile of their latency in ms
//        umstieg-bench-exchange page PORT PATH CONNECTIONS SECONDS
//            the same with a page that is read, which shows what the web server alone takes
//        umstieg-bench-exchange soak PORT DOMAINS CONNECTIONS COUNT KEYS
//            every tenth body is nonsense; repeats what is answered by 503, or by nothing; writes the valid keys to the
//            file KEYS, and «step N» after each 10,000
import FleetModel
import Foundation
import Glibc

let words = CommandLine.arguments
guard words.count >= 6, let port = UInt16(words[2]), let connections = Int(words[4]), let amount = Int(words[5]) else {
    FileHandle.standardError.write(Data("usage: load PORT DOMAIN CONNECTIONS SECONDS | soak … COUNT KEYS\n".utf8))
    exit(64)
}
signal(SIGPIPE, SIG_IGN)
var client = ExchangeClient(
    port: port,
    domains: words[3].split(separator: ",").map(String.init),
    connections: connections
)
switch words[1] {
case "load", "page":
    if words[1] == "page" { client.page = words[3] }
    client.run { client in client.elapsed >= Double(amount) }
    print(client.summary)
    exit(client.unexpected == 0 ? 0 : 1)
case "soak":
    client.nonsenseEvery = 10
    client.repeats = true
    client.limit = amount
    var step = 0
    client.run { client in
        if client.answered / 10_000 > step {
            step = client.answered / 10_000
            print("step \(step * 10_000)")
            // The reader waits for it.
            fflush(nil)
        }
        return client.answered >= amount
    }
    let keys = client.acceptedKeys.joined(separator: "\n") + "\n"
    try keys.write(toFile: words.count > 6 ? words[6] : "keys", atomically: true, encoding: .utf8)
    print(client.summary)
    exit(client.unexpected == 0 ? 0 : 1)
default: exit(64)
}
