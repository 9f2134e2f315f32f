/// Changes of OpenWrt's configuration, as data: they are staged, and committed with the confirmation.
package struct UCIStep: Sendable, Hashable, Codable {
    package struct Setting: Sendable, Hashable, Codable {
        /// `PACKAGE.SECTION`, whose value is its type, or `PACKAGE.SECTION.OPTION`; sections have names.
        package var key: String
        /// One, unless it is a list.
        package var values: [String]
        package var isList: Bool

        package init(_ key: String, _ values: [String], isList: Bool = false) {
            self.key = key
            self.values = values
            self.isList = isList
        }
    }

    /// In their order.
    package var settings: [Setting]
    /// Sections and options that go, before anything is set.
    package var deletions: [String]
    /// Name of a list of the templates: all of it is done for each of its elements, whose names it may use.
    package var forEach: String?
    /// POSIX sh after which those who read these packages have read them again, also on the way back; may be empty.
    package var reload: String

    package init(settings: [Setting], deletions: [String] = [], forEach: String? = nil, reload: String = "") {
        self.settings = settings
        self.deletions = deletions
        self.forEach = forEach
        self.reload = reload
    }
}
