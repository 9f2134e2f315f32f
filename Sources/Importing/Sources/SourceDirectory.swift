import Glibc

/// A directory that tells of the network, and what lies in it.
struct SourceDirectory {
    /// Of all files together; a peer directory of a large community holds 2,000.
    private static let mostFiles = 200_000
    /// Segmented peer directories and Ansible's have two levels.
    private static let deepest = 4

    /// Absolute.
    let path: String
    /// As the user named it.
    let name: String
    /// Paths from here, sorted, without those that begin with a dot or end with `~`.
    let files: [String]

    /// Nil if it is none.
    ///
    /// - Throws: `ConfigErrors` if it can't be read.
    init?(path: String, name: String) throws(ConfigErrors) {
        guard Self.kind(path) == S_IFDIR else { return nil }
        self.path = path
        self.name = name
        var files: [String] = []
        try Self.list(path, name, prefix: "", depth: 0, into: &files)
        self.files = files.sorted()
    }

    static func hasFile(_ path: String) -> Bool { kind(path) == S_IFREG }

    /// How the user would name a file in it.
    func name(of file: String) -> String { name.hasSuffix("/") ? name + file : "\(name)/\(file)" }

    func stream(_ file: String) throws(ConfigErrors) -> ByteStream {
        try ByteStream(path: "\(path)/\(file)", name: name(of: file))
    }

    /// - Throws: `ConfigErrors` if the file can't be read, or is larger than `limit`.
    func bytes(_ file: String, limit: Int = 1 << 20) throws(ConfigErrors) -> [UInt8] {
        try stream(file).rest(limit: limit)
    }

    private static func list(
        _ path: String,
        _ name: String,
        prefix: String,
        depth: Int,
        into files: inout [String]
    ) throws(ConfigErrors) {
        guard let directory = opendir(path) else { throw ConfigErrors(unreadable: name, errno) }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let file = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !file.hasPrefix("."), !file.hasSuffix("~") else { continue }
            switch kind("\(path)/\(file)") {
            case S_IFDIR where depth < deepest:
                try list(
                    "\(path)/\(file)",
                    "\(name)/\(file)",
                    prefix: "\(prefix)\(file)/",
                    depth: depth + 1,
                    into: &files
                )
            case S_IFREG:
                guard files.count < mostFiles else {
                    throw ConfigErrors(name, "", "holds more than \(mostFiles) files")
                }
                files.append(prefix + file)
            default: break
            }
        }
    }

    /// `S_IFREG` and its kin, of what a link leads to; 0 where there is nothing.
    private static func kind(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }
}
