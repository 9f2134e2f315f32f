import Glibc

extension MQTTSettings.Secret {
    private static let longest = 4096

    /// The secret itself; of a file, its first line.
    ///
    /// - Throws: `SettingsError` with the file and why it can't be read.
    package func read() throws(SettingsError) -> String {
        switch self {
        case .text(let text): return text
        case .file(let path):
            guard let bytes = SmallFile.read(path, limit: Self.longest) else {
                let reason = String(cString: strerror(errno))
                throw SettingsError(file: path, path: "", message: "the password can't be read: \(reason)")
            }
            guard bytes.count <= Self.longest else {
                throw SettingsError(file: path, path: "", message: "longer than \(Self.longest) bytes: no password")
            }
            return String(decoding: bytes.prefix { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
        }
    }
}
