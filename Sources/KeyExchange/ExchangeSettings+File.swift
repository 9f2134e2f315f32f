import FleetModel
import Glibc

extension ExchangeSettings {
    /// Reads a settings file.
    ///
    /// - Parameter path: the file; if nil, what `WGKEX_CONFIG_FILE` names, else `/etc/wgkex.yaml`.
    /// - Throws: `SettingsError`.
    package init(path: String? = nil) throws(SettingsError) {
        let path = path ?? getenv(Self.pathVariable).map { String(cString: $0) } ?? Self.defaultPath
        guard let text = SmallFile.read(path, limit: YAMLReader.longestText) else {
            let reason = String(cString: strerror(errno))
            throw SettingsError(file: path, path: "", message: "can't be read: \(reason)")
        }
        try self.init(yaml: text, file: path)
    }
}
