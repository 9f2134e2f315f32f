import Foundation

/// The Swift files under `Sources`.
struct SourceTree {
    struct File {
        /// Directory in `Sources`.
        var module: String
        /// From the package's root.
        var path: String
        var text: String
    }

    /// Directories in `Sources`.
    var modules: [String]
    var files: [File]

    /// Reads the tree of this checkout.
    init() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        let sources = package.appending(path: "Sources").path(percentEncoded: false)
        modules = try FileManager.default.contentsOfDirectory(atPath: sources).sorted()
        files = try modules.flatMap { module in
            let names =
                FileManager.default.enumerator(atPath: "\(sources)/\(module)")?.compactMap { $0 as? String } ?? []
            return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
                File(
                    module: module,
                    path: "Sources/\(module)/\(name)",
                    text: try String(contentsOfFile: "\(sources)/\(module)/\(name)", encoding: .utf8)
                )
            }
        }
    }
}

extension SourceTree.File {
    /// The modules that the file imports, whatever the import's attributes, access level and kind.
    var imports: [String] {
        let declaration =
            #/
            ^ \h* (?: @\w+ (?: \( [^)]* \) )? \s+ )*
            (?: (?: public | package | internal | fileprivate | private ) \s+ )?
            import \s+ (?: (?: struct | class | enum | protocol | typealias | func | let | var | actor ) \s+ )?
            (\w+)
            /#
        return text.matches(of: declaration.anchorsMatchLineEndings()).map { String($0.output.1) }
    }

    var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }
}
