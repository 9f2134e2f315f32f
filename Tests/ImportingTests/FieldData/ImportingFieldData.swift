import FleetModel
import Foundation
import Glibc
import Importing

/// What communities have published, beside this checkout; it is not part of this repository.
enum ImportingFieldData {
    /// `<package>/../shared/data`.
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../..")
        .standardizedFileURL.appending(path: "shared/data")
    static let isPresent =
        FileManager.default.fileExists(atPath: directory.appending(path: "maps").path)
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    static func path(_ name: String) -> String { directory.appending(path: name).path(percentEncoded: false) }

    static func read(_ name: String, graph: String? = nil, groups: [String] = []) throws -> SourceFile {
        let options = SourceFile.Options(
            graph: graph.map { (path($0), $0) },
            groups: groups,
            withPersonalData: true,
            inflate: { try inflated(Array($0)) }
        )
        return try SourceFile(path: path(name), name: name, options)
    }

    /// What a Python program prints, line by line; the file is `sys.argv[1]`.
    static func python(_ program: String, _ name: String) throws -> [String] {
        let quoted = { (text: String) in "'" + text.replacing("'", with: "'\\''") + "'" }
        let command = "python3 -c \(quoted(program)) \(quoted(path(name)))"
        guard let stream = popen(command, "r") else { throw POSIXError(.EIO) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { text += buffer[..<count] }
        guard pclose(stream) == 0 else { throw POSIXError(.ENOEXEC) }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Python's zlib, to which this one's is no relation.
    private static func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        let program =
            "import base64,json,zlib,sys;print(json.dumps(json.loads(zlib.decompress(base64.b64decode(sys.argv[1]),-15))))"
        let command = "python3 -c '\(program)' \(Data(bytes).base64EncodedString())"
        guard let stream = popen(command, "r") else { throw POSIXError(.EIO) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { text += buffer[..<count] }
        guard pclose(stream) == 0 else { throw POSIXError(.ENOEXEC) }
        return text
    }
}
