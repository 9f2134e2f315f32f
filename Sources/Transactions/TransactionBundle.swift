import Planning

/// A transaction as it travels: a tar with the script, the manifest and the steps.
///
/// The file `complete` comes last. A connection that is cut never brings it, and without it nothing begins.
package struct TransactionBundle: Sendable, Hashable {
    /// The tar.
    package var bytes: [UInt8]

    /// - Throws: ``InvalidTransaction`` with the place of what a device would refuse.
    package init(_ transaction: DeviceTransaction) throws(InvalidTransaction) {
        try transaction.validate()
        var tar = TarArchive()
        tar.append("umstieg-device", DeviceScript.bytes, mode: 0o700)
        tar.append("manifest", Self.manifest(of: transaction))
        for (index, step) in transaction.steps.enumerated() {
            Self.append(step, to: &tar, under: "steps/\(index < 9 ? "0" : "")\(index + 1)")
        }
        tar.append("complete", transaction.id + "\n")
        bytes = tar.bytes
    }

    /// "key value" lines.
    private static func manifest(of transaction: DeviceTransaction) -> String {
        var lines = [
            "format 1",
            "id \(transaction.id)",
            "rollout \(transaction.rollout)",
            "scope \(transaction.scope)",
            "role \(transaction.role.rawValue)",
            "owner \(transaction.owner)",
            "fence \(transaction.fencingToken)",
            "deadline \(transaction.deadline)",
            "maximum_deadline \(transaction.maximumDeadline)",
            "revert_bound \(transaction.revertBound)",
            "step_count \(transaction.steps.count)",
        ]
        if let domain = transaction.domain { lines.append("domain \(domain)") }
        return text(lines)
    }

    private static func append(_ step: DeviceStep, to tar: inout TarArchive, under directory: String) {
        tar.append("\(directory)/name", step.name + "\n")
        tar.append("\(directory)/apply", step.apply)
        tar.append("\(directory)/check", step.check)
        tar.append("\(directory)/check_seconds", "\(step.checkSeconds)\n")
        tar.append("\(directory)/undo", step.undo)
        tar.append("\(directory)/drain", step.drain)
        tar.append("\(directory)/undrain", step.undrain)
        tar.append("\(directory)/reload", step.reload)
        tar.append("\(directory)/paths", text(step.paths))
        tar.append("\(directory)/links", text(step.links))
        tar.append("\(directory)/units", text(step.units))
        tar.append("\(directory)/options", text(step.options))
        tar.append("\(directory)/files", text(step.files.map { "\($0.mode) \($0.owner) \($0.path)" }))
        for (index, file) in step.files.enumerated() {
            tar.append("\(directory)/file.\(index + 1)", file.content)
        }
    }

    private static func text(_ lines: [String]) -> String {
        lines.map { $0 + "\n" }.joined()
    }
}
