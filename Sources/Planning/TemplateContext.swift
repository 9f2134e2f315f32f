import FleetModel

/// The names that a playbook's templates may use, and their values for one device.
package struct TemplateContext: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case text(String)
        case list([[String: Value]])

        /// What a section's inside sees besides the outer names.
        ///
        /// An empty list has no inside: its names are those of `TemplateContext.emptyElement`.
        var firstElement: [String: Value] {
            switch self {
            case .text: [:]
            case .list(let elements): elements.first ?? TemplateContext.emptyElement
            }
        }
    }

    package var values: [String: Value]

    package init(values: [String: Value]) {
        self.values = values
    }

    /// The same with each text as one shell word: what command lines are rendered with.
    package var shellQuoted: TemplateContext {
        TemplateContext(values: Self.quoted(values))
    }

    /// - Throws: `Template.UnknownName` if there is no list of that name.
    func elements(of list: String) throws -> [[String: Value]] {
        guard case .list(let elements) = values[list] else {
            throw Template.UnknownName(name: list, known: values.keys.sorted())
        }
        return elements
    }

    /// The same with the names of a list's element.
    func adding(_ element: [String: Value]) -> TemplateContext {
        TemplateContext(values: values.merging(element) { _, new in new })
    }

    var mustacheObject: [String: Any] { Self.object(values) }

    /// Names inside lists that may be empty: `{{#peers}}`, `{{#mqtt_login}}`.
    static let emptyElement: [String: Value] = [
        "name": .text(""), "public_key": .text(""), "link_local": .text(""), "external_name": .text(""),
        "username": .text(""), "number": .text("1"),
    ]

    private static func quoted(_ values: [String: Value]) -> [String: Value] {
        values.mapValues { value in
            switch value {
            case .text(let text): .text(text.shellQuoted)
            case .list(let elements): .list(elements.map(quoted))
            }
        }
    }

    private static func object(_ values: [String: Value]) -> [String: Any] {
        values.mapValues { value -> Any in
            switch value {
            case .text(let text): text
            case .list(let elements): elements.map(object)
            }
        }
    }
}
