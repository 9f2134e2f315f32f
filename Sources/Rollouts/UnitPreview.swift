/// What a unit's transaction would change in files, as far as a look at the device tells.
package struct UnitPreview: Sendable, Hashable {
    package struct File: Sendable, Hashable {
        package enum Change: String, Sendable, Hashable {
            case new
            case changed
            case same
        }

        package var path: String
        /// nil where there is no such file.
        package var old: String?
        package var new: String

        package var change: Change {
            guard let old else { return .new }
            return old == new ? .same : .changed
        }
    }

    package var files: [File]
    /// Why the device could not be read; `files` then shows everything as new.
    package var error: String?
}
