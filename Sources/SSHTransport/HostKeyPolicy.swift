/// The known_hosts files' word on one host: the workspace's file first, then the user's.
///
/// A file that has a key for the host decides alone; revocations count wherever they stand.
struct HostKeyPolicy: Sendable {
    private struct Pin: Sendable {
        var key: HostKey
        var file: String
        var line: Int
    }

    private var pins: [Pin] = []
    private var revoked: [Pin] = []

    init(host: String, port: Int, files: [KnownHosts]) {
        for file in files {
            let entries = file.entries(for: host, port: port)
            let all = entries.map { (entry: $0, pin: Pin(key: $0.key, file: file.path, line: $0.line)) }
            revoked += all.filter { $0.entry.marker == .revoked }.map(\.pin)
            if pins.isEmpty { pins = all.filter { $0.entry.marker == nil }.map(\.pin) }
        }
    }

    /// In the order of the file, each once.
    var knownTypes: [String] {
        pins.reduce(into: []) { types, pin in
            if !types.contains(pin.key.type) { types.append(pin.key.type) }
        }
    }

    func verdict(on key: HostKey) -> HostKeyVerdict {
        if let pin = revoked.first(where: { $0.key == key }) { return .revoked(file: pin.file, line: pin.line) }
        if pins.contains(where: { $0.key == key }) { return .trusted }
        guard let pin = pins.first(where: { $0.key.type == key.type }) ?? pins.first else { return .unknown }
        return .changed(known: pin.key, file: pin.file, line: pin.line)
    }
}
