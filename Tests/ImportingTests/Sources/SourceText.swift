import FleetModel
import Foundation
import Importing

/// What is read of a text as if it were a file.
enum SourceText {
    static func options(
        _ format: SourceFormat? = nil,
        groups: [String] = [],
        withPersonalData: Bool = false
    ) -> SourceFile.Options {
        SourceFile.Options(format: format, groups: groups, withPersonalData: withPersonalData) { _ in
            throw CocoaError(.fileReadCorruptFile)
        }
    }

    static func read(
        _ text: String,
        as format: SourceFormat? = nil,
        groups: [String] = [],
        withPersonalData: Bool = false
    ) throws -> SourceFile {
        try read(Array(text.utf8), as: format, groups: groups, withPersonalData: withPersonalData)
    }

    static func read(
        _ bytes: [UInt8],
        as format: SourceFormat? = nil,
        groups: [String] = [],
        withPersonalData: Bool = false
    ) throws -> SourceFile {
        try SourceFile(bytes, name: "f", options(format, groups: groups, withPersonalData: withPersonalData))
    }

    /// The first error's text.
    static func complaint(_ bytes: [UInt8], as format: SourceFormat? = nil) -> String? {
        do {
            _ = try read(bytes, as: format)
            return nil
        } catch let error as ConfigErrors {
            return error.errors[0].description
        } catch {
            return "\(error)"
        }
    }

    static func complaint(_ text: String, as format: SourceFormat? = nil) -> String? {
        complaint(Array(text.utf8), as: format)
    }

    /// Reads files of a directory that goes afterwards.
    static func directory<Value>(_ files: [String: String], _ body: (String) throws -> Value) throws -> Value {
        let root = FileManager.default.temporaryDirectory.appending(path: "umstieg-\(UUID())")
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        for (name, text) in files {
            let file = root.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        return try body(root.path(percentEncoded: false))
    }

    /// What is read of a directory.
    static func read(
        _ files: [String: String],
        as format: SourceFormat? = nil,
        groups: [String] = []
    ) throws -> SourceFile {
        try directory(files) { try SourceFile(path: $0, name: "d", options(format, groups: groups)) }
    }
}
