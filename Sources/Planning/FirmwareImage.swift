/// An image for `sysupgrade`, kept where the program runs.
package struct FirmwareImage: Sendable, Hashable, Codable {
    /// Beside the playbook as it is written down; absolute in a plan.
    package var path: String
    /// SHA-256, 64 hexadecimal digits.
    package var digest: String
    /// The boards that it is for, as `/tmp/sysinfo/board_name` of a node tells: `tplink,archer-c7-v5`.
    package var boards: [String]

    package init(path: String, digest: String, boards: [String]) {
        self.path = path
        self.digest = digest
        self.boards = boards
    }
}
