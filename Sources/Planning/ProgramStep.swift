/// A program of ours that is brought to the device, under a name that holds its digest.
///
/// So it never takes the place of one that runs, and needs no way back: which one runs is said by a unit, and a unit
/// belongs to a transaction.
package struct ProgramStep: Sendable, Hashable, Codable {
    /// File name of the program, as `make install` installs it: `umstieg-worker`.
    package var name: String
    /// Where it is put.
    package var directory: String
    /// SHA-256 of the program, 64 hexadecimal digits; empty until the program was looked up.
    package var digest: String

    package init(name: String, directory: String, digest: String = "") {
        self.name = name
        self.directory = directory
        self.digest = digest
    }

    /// Where the program stands on the device.
    package var path: String {
        "\(directory)/\(name)-\(digest.isEmpty ? "<digest>" : String(digest.prefix(16)))"
    }

    /// What templates call the path: `{{umstieg_worker}}`.
    var templateName: String { String(name.map { $0 == "-" ? "_" : $0 }) }
}
