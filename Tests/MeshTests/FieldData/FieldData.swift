import Foundation
import Glibc

/// Outputs of real gateways and nodes beside this checkout, which are not part of this repository.
enum FieldData {
    /// `<package>/../shared/data`.
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../..")
        .standardizedFileURL.appending(path: "shared/data")
    static let isPresent =
        FileManager.default.fileExists(atPath: directory.appending(path: "lab-samples").path)
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/jq")

    /// Files under a directory whose names end like this, sorted.
    static func files(_ subdirectory: String, _ ending: String) throws -> [URL] {
        let root = directory.appending(path: subdirectory)
        return try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(ending) }.sorted()
            .map { root.appending(path: $0) }
    }

    /// What a shell command prints, with the file as `$1`.
    static func shell(_ command: String, _ file: URL) throws -> String {
        let quoted = "'" + file.path.replacing("'", with: "'\\''") + "'"
        guard let stream = popen("set -- \(quoted); \(command)", "r") else { throw POSIXError(.EIO) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { text += buffer[..<count] }
        guard pclose(stream) == 0 else { throw POSIXError(.ENOEXEC) }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Numbers that `jq` makes of a file.
    static func jq(_ program: String, _ file: URL) throws -> [Int] {
        try shell("jq -r '[\(program)] | map(floor) | @tsv' \"$1\"", file).split(separator: "\t").map {
            Int($0) ?? Int.min
        }
    }

    /// A file's bytes; `fromTable`: from the line of batctl's table on, without the prompts above.
    static func bytes(_ file: URL, fromTable: Bool = false) throws -> ArraySlice<UInt8> {
        let bytes = Array(try Data(contentsOf: file))[...]
        guard fromTable else { return bytes }
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: true)
        guard let first = lines.firstIndex(where: { $0.firstRange(of: Array("B.A.T.M.A.N.".utf8)) != nil }) else {
            return bytes
        }
        return (lines[first...].joined(separator: [10]) + [10])[...]
    }
}
