import Glibc

extension ConfigDocument {
    /// Reads a file with `body`; see `read(_:file:body:)`.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - name: how the user named it, for errors; nil if that is the path.
    ///   - body: gets the root; returns nil only after an error was recorded.
    /// - Returns: what `body` returned.
    /// - Throws: `ConfigErrors`, also if the file can't be read or is larger than 64 MiB.
    package static func read<Value>(
        contentsOf path: String,
        named name: String? = nil,
        body: (ConfigNode) -> Value?
    ) throws(ConfigErrors) -> Value {
        let bytes: [UInt8]
        do {
            bytes = try content(of: path)
        } catch {
            let message = "can't be read: \(String(cString: strerror(error.code)))"
            throw ConfigErrors([ConfigError(file: name ?? path, path: "", message: message)])
        }
        return try read(bytes, file: name ?? path, body: body)
    }

    /// An `errno`.
    private struct SystemError: Error {
        var code = errno
    }

    /// A file's bytes, one more than may be parsed at most: it could be a device without end.
    private static func content(of path: String) throws(SystemError) -> [UInt8] {
        guard let file = fopen(path, "re") else { throw SystemError() }
        defer { fclose(file) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while content.count <= YAMLText.largestSize {
            let count = fread(&buffer, 1, buffer.count, file)
            guard ferror(file) == 0 else { throw SystemError() }
            guard count > 0 else { break }
            content += buffer[..<count]
        }
        return content
    }
}
