/// New firmware for a node, before its transaction: nothing takes it back, and until it runs the node stays as it was.
package struct FirmwareStep: Sendable, Hashable, Codable {
    package enum Source: Sendable, Hashable, Codable {
        /// The node's own autoupdater fetches it, and checks its signatures.
        case autoupdater(branch: String)
        case image(FirmwareImage)
    }

    package var source: Source
    /// What the node's `/lib/gluon/release` says afterwards: `v2023.2.4`.
    package var release: String
    /// Seconds from the flash's begin to the node's first answer from the new firmware.
    package var within: Int

    package init(source: Source, release: String, within: Int) {
        self.source = source
        self.release = release
        self.within = within
    }
}
