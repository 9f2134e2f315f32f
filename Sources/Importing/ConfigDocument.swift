import Yams

/// A YAML file that is being read, and what was found wrong in it so far.
///
/// Reading goes on after an error, so that the user sees all of them at once:
///
///     let waves = try ConfigDocument.read(bytes, file: "rollout.yaml") { root in
///         root.mapping(allowed: ["waves", "soak"])?.required("waves")?.strings()
///     }
package final class ConfigDocument {
    /// As the user named it; begins each error.
    package let file: String
    private(set) var errors: [ConfigError] = []

    private init(file: String) {
        self.file = file
    }

    /// Parses a file and reads it with `body`.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - file: how the user named it.
    ///   - body: gets the root; returns nil only after an error was recorded.
    /// - Returns: what `body` returned.
    /// - Throws: `ConfigErrors` if the text isn't YAML in bounds, or `body` recorded an error.
    package static func read<Value>(
        _ bytes: some Collection<UInt8>,
        file: String,
        body: (ConfigNode) -> Value?
    ) throws(ConfigErrors) -> Value {
        let document = ConfigDocument(file: file)
        let value = body(try document.parse(bytes))
        guard document.errors.isEmpty else { throw ConfigErrors(document.errors) }
        guard let value else {
            throw ConfigErrors([ConfigError(file: file, path: "", message: "can't be read")])
        }
        return value
    }

    /// Reads what was put together from parts of a file.
    static func read<Value>(
        _ yaml: Node,
        file: String,
        body: (ConfigNode) -> Value?
    ) throws(ConfigErrors) -> Value {
        let document = ConfigDocument(file: file)
        let value = body(ConfigNode(yaml, path: "", document: document))
        guard document.errors.isEmpty else { throw ConfigErrors(document.errors) }
        guard let value else { throw ConfigErrors(file, "", "can't be read") }
        return value
    }

    func record(_ message: String, at path: String) {
        errors.append(ConfigError(file: file, path: path, message: message))
    }

    private func parse(_ bytes: some Collection<UInt8>) throws(ConfigErrors) -> ConfigNode {
        let yaml: Node?
        do {
            let text = try YAMLText(bytes).text
            // Without rules, each scalar stays the text that was written: `0222` is no number until someone asks for it.
            yaml = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch {
            throw ConfigErrors([ConfigError(file: file, path: "", message: Self.message(of: error))])
        }
        guard let yaml else {
            throw ConfigErrors([ConfigError(file: file, path: "", message: "is empty")])
        }
        return ConfigNode(yaml, path: "", document: self)
    }

    /// In one line: Yams' own description holds the text around the error.
    private static func message(of error: any Error) -> String {
        if let problem = error as? YAMLText.Problem { return problem.description }
        return switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case .duplicatedKeysInMapping(let keys, let context):
            "line \(context.mark.line): \(keys.sorted().map { "«\($0)»" }.joined(separator: ", ")) stands here twice"
        case .reader(let problem, let offset, _, _):
            offset.map { "character \($0 + 1): \(problem)" } ?? problem
        case .memory: "too large for this machine's memory"
        case .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded, nil: "is not YAML: \(error)"
        }
    }
}
