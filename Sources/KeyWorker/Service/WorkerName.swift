import FleetModel
package import KeyExchange

/// How a worker is called in topics.
package enum WorkerName {
    /// The name of the settings, or the host's, as with wgkex.
    ///
    /// - Parameters:
    ///   - settings: where a name may stand.
    ///   - file: the settings' file, for errors.
    /// - Returns: one level of a topic.
    /// - Throws: `SettingsError` for a name that isn't one level of a topic.
    package static func chosen(_ settings: WorkerSettings, file: String = "") throws(SettingsError) -> String {
        let name = settings.name ?? HostName.current ?? ""
        guard (1...128).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x21..<0x7f).contains($0) && !"/+#\"\\".utf8.contains($0) }),
            name != ExchangeTopic.all
        else {
            throw SettingsError(
                file: file,
                path: "umstieg/worker/name",
                message: "«\(name)» can't be a worker's name: expected 1 to 128 characters without blank, / + #"
            )
        }
        return name
    }
}
