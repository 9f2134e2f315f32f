import Glibc

/// Reading whole files of a bounded size, without Foundation.
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
}
