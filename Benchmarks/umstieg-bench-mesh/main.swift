import Foundation
import Glibc
import Mesh
import UmstiegTesting

// umstieg-bench-mesh DIRECTORY: writes what the programs of a large gateway print into DIRECTORY, reads it with the readers
// of Mesh, and prints the median of 20 readings in ms of processor time for each file, and for all of them; the same of
// judging two gateways and 200 nodes once all of it was read.

guard CommandLine.arguments.count == 2 else {
    FileHandle.standardError.write(Data("usage: umstieg-bench-mesh DIRECTORY\n".utf8))
    exit(64)
}
let directory = URL(filePath: CommandLine.arguments[1])
let repetitions = 20

/// In ms: on a busy machine a reading waits for a processor longer than it takes.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

/// Reads once, and gives the number of rows.
func read(_ name: String, _ output: ToolOutput) throws -> Int {
    switch name {
    case "wireguard.txt": try WireGuardInterface.all(in: output).reduce(0) { $0 + $1.peers.count }
    case "originators.json": try BatmanPath.all(in: output).count
    case "forwarding.json": try ForwardingEntry.all(in: output).count
    case "routes.json": try Route.all(in: output).count
    default: try FastdStatus(reading: output).peers.count
    }
}

var sum = 0.0
for (name, text) in SyntheticGateway().outputs.sorted(by: { $0.key < $1.key }) {
    let bytes = Array(text.utf8)
    try Data(bytes).write(to: directory.appending(path: name))
    var rows = 0
    let times = try (0..<repetitions).map { _ -> Double in
        let start = processorTime()
        rows = try read(name, bytes[...])
        return processorTime() - start
    }
    let median = times.sorted()[repetitions / 2]
    sum += median
    print("\(name) bytes \(bytes.count) rows \(rows) ms \((median * 1000).rounded() / 1000)")
}
print("all ms \((sum * 1000).rounded() / 1000)")

let snapshot = MeshScene(gateways: 2, nodes: 200).snapshot
var findings = 0
let judgements = (0..<repetitions).map { _ -> Double in
    let start = processorTime()
    findings += HealthJudge().judge(snapshot).findings.count
    return processorTime() - start
}
let judging = judgements.sorted()[repetitions / 2]
print("judging gateways 2 nodes 200 findings \(findings) ms \((judging * 1000).rounded() / 1000)")
