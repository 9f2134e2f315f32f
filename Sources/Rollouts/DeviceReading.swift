import FleetModel
import Transport

/// Something that is read from a device without changing it.
enum DeviceReading: Sendable, Hashable {
    case file(String)
    /// The public key that belongs to the private key in a file.
    case publicKey(String)

    struct Unreadable: Error, CustomStringConvertible {
        var description: String { "the answer to a question for files can't be read" }
    }

    private static let mostBytes = 1 << 20

    /// One command for all: for each a line with its size, or `-`, then its bytes.
    static func command(for readings: [DeviceReading]) -> RemoteCommand {
        let lines = readings.map { reading -> String in
            switch reading {
            case .file(let path):
                let path = path.shellQuoted
                return "if [ -f \(path) ] && size=$(wc -c < \(path)); then echo $((size)); cat \(path); else echo -; fi"
            case .publicKey(let path):
                let path = path.shellQuoted
                return
                    "if [ -s \(path) ] && key=$(wg pubkey < \(path)); then echo ${#key}; printf %s \"$key\"; else echo -; fi"
            }
        }
        return RemoteCommand(lines.joined(separator: "\n"), outputLimit: mostBytes)
    }

    /// - Returns: for each reading its text, or nil where there was nothing.
    static func parse(_ output: [UInt8], count: Int) throws -> [String?] {
        var rest = output[...]
        return try (0..<count).map { _ in
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { throw Unreadable() }
            let head = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            if head == "-" { return nil }
            guard let size = Int(head), size >= 0, size <= rest.count else { throw Unreadable() }
            defer { rest = rest.dropFirst(size) }
            return String(decoding: rest.prefix(size), as: UTF8.self)
        }
    }
}
