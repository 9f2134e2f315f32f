import FleetModel
import FleetStore
import Foundation
import Glibc
import Importing

// umstieg-bench-inventory generate COUNT FILE: writes a nodes.json of that many nodes.
// umstieg-bench-inventory inventory FILE: writes the inventory file that has their domains and gateways.
// umstieg-bench-inventory import FILE DATABASE: imports one of them as «umstieg inventory import» does, and prints seconds,
// the largest resident set in MB, and what changed.

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(64)
}

let inventory = """
    umstieg: 1
    community: {name: Freifunk Bench, dialect: gluon, domain_prefixes: [ffbench_]}
    domains:
    \((0..<4).map { domain in
        "  ffbench_\(domain): {seed: \(String(repeating: "\(domain)", count: 64)), wireguard: {port: 4000\(domain), mtu: 1406}}"
    }.joined(separator: "\n"))
    gateways:
    \((1...6).map { gateway in
        "  gw0\(gateway): {address: 192.0.2.\(gateway), domains: [ffbench_0, ffbench_1, ffbench_2, ffbench_3]}"
    }.joined(separator: "\n"))

    """

func importFile(_ path: String, into database: String) throws {
    let start = ContinuousClock.now
    let file = try SourceFile(path: path, name: path, SourceFile.Options(inflate: { Array($0) }))
    let read = ContinuousClock.now
    let source = FactSource(
        name: path,
        format: file.format.rawValue,
        rank: file.format == .umstieg ? .inventory : .hearsay,
        toldAt: file.facts.toldAt ?? 0
    )
    let change = try InventoryStore(FleetDatabase.create(at: database)).take(
        file.facts,
        from: source,
        importedAt: Date()
    )
    let end = ContinuousClock.now
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let seconds = { (duration: Duration) in (duration / .seconds(1) * 1000).rounded() / 1000 }
    let changed = change.difference.map { $0.nodes.new.count + $0.nodes.changed.count } ?? 0
    print(
        "seconds \(seconds(end - start)) reading \(seconds(read - start)) storing \(seconds(end - read))",
        "megabytes \(usage.ru_maxrss / 1024) nodes \(file.facts.nodes.count) changed \(changed)"
    )
}

let arguments = CommandLine.arguments.dropFirst()
switch (arguments.first, arguments.count) {
case ("generate", 3):
    guard let count = Int(CommandLine.arguments[2]), (0...10_000_000).contains(count),
        FileManager.default.createFile(atPath: CommandLine.arguments[3], contents: nil),
        let file = FileHandle(forWritingAtPath: CommandLine.arguments[3])
    else { fail("a number of nodes up to 10000000, and a file that can be written") }
    try SyntheticMap(count: count).write(to: file)
case ("inventory", 2): try Data(inventory.utf8).write(to: URL(filePath: CommandLine.arguments[2]))
case ("import", 3): try importFile(CommandLine.arguments[2], into: CommandLine.arguments[3])
default: fail("usage: umstieg-bench-inventory generate COUNT FILE | inventory FILE | import FILE DATABASE")
}
