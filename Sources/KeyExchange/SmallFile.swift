import Glibc

/// Reading directories, and whole files of a bounded size, without Foundation.
package enum SmallFile {
    /// The file's bytes, at most `limit + 1` of them, so that too long a file can be told; nil with `errno` if it can't
    /// be read.
    package static func read(_ path: String, limit: Int) -> [UInt8]? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        guard ferror(file) == 0 else { return nil }
        bytes.removeSubrange(count...)
        return bytes
    }

    /// The bytes of a file that is to be read again and again.
    ///
    /// - Throws: `SettingsError` if it can't be read, is longer than `limit`, or is none whose end comes, such as a pipe.
    static func regular(_ path: String, limit: Int) throws(SettingsError) -> [UInt8] {
        func wrong(_ message: String) -> SettingsError { SettingsError(file: path, path: "", message: message) }
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw wrong("can't be read: \(String(cString: strerror(errno)))") }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw wrong("is no file") }
        guard let bytes = read(path, limit: limit) else {
            throw wrong("can't be read: \(String(cString: strerror(errno)))")
        }
        guard bytes.count <= limit else { throw wrong("longer than \(limit) bytes") }
        return bytes
    }

    /// Names in a directory, sorted; nil with `errno` if it can't be read.
    package static func names(in directory: String) -> [String]? {
        guard let stream = opendir(directory) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
                    names.append(String(cString: $0))
                }
            }
        }
        return names.sorted()
    }
}
