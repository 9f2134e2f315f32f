import CLibYAML

/// Turns text into a tree, with libyaml's parser.
///
/// Aliases are refused: a few lines of them can stand for gigabytes.
final class YAMLReader {
    static let longestText = 1 << 20
    private static let deepest = 32

    private let file: String
    /// In a place of its own: libyaml keeps its address.
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)

    private init(file: String) throws(SettingsError) {
        self.file = file
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else {
            throw SettingsError(file: file, path: "", message: "no memory for a parser")
        }
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// Reads one document; an empty text is an empty mapping.
    ///
    /// - Throws: `SettingsError` with line and column.
    static func read(_ text: [UInt8], file: String) throws(SettingsError) -> YAMLTree {
        guard text.count <= longestText else {
            throw SettingsError(file: file, path: "", message: "longer than \(longestText) bytes")
        }
        let reader = try YAMLReader(file: file)
        let result: Result<YAMLTree, SettingsError> = text.withUnsafeBufferPointer { bytes in
            yaml_parser_set_input_string(reader.parser, bytes.baseAddress, bytes.count)
            do throws(SettingsError) {
                return .success(try reader.document())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func document() throws(SettingsError) -> YAMLTree {
        var tree = YAMLTree.mapping([])
        var documents = 0
        while true {
            var event = try next()
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
            case YAML_DOCUMENT_START_EVENT:
                documents += 1
                guard documents == 1 else { throw failure("a second document begins here", at: event.start_mark) }
                var first = try next()
                defer { yaml_event_delete(&first) }
                tree = try self.tree(from: first, depth: 0)
            default: return tree
            }
        }
    }

    private func next() throws(SettingsError) -> yaml_event_t {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else {
            let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
            throw failure(problem, at: parser.pointee.problem_mark)
        }
        return event
    }

    private func tree(from event: yaml_event_t, depth: Int) throws(SettingsError) -> YAMLTree {
        guard depth <= Self.deepest else { throw failure("nested too deeply", at: event.start_mark) }
        switch event.type {
        case YAML_SCALAR_EVENT: return .scalar(text(of: event), isPlain: event.data.scalar.plain_implicit != 0)
        case YAML_SEQUENCE_START_EVENT: return try sequence(depth: depth)
        case YAML_MAPPING_START_EVENT: return try mapping(depth: depth)
        case YAML_ALIAS_EVENT: throw failure("aliases are not read: write it out", at: event.start_mark)
        default: throw failure("not a value", at: event.start_mark)
        }
    }

    private func sequence(depth: Int) throws(SettingsError) -> YAMLTree {
        var items: [YAMLTree] = []
        while true {
            var event = try next()
            defer { yaml_event_delete(&event) }
            if event.type == YAML_SEQUENCE_END_EVENT { return .sequence(items) }
            items.append(try tree(from: event, depth: depth + 1))
        }
    }

    private func mapping(depth: Int) throws(SettingsError) -> YAMLTree {
        var members: [(key: String, value: YAMLTree)] = []
        var keys: Set<String> = []
        while true {
            var event = try next()
            defer { yaml_event_delete(&event) }
            if event.type == YAML_MAPPING_END_EVENT { return .mapping(members) }
            guard event.type == YAML_SCALAR_EVENT else { throw failure("a key must be text", at: event.start_mark) }
            let key = text(of: event)
            guard keys.insert(key).inserted else { throw failure("«\(key)» stands twice", at: event.start_mark) }
            var value = try next()
            defer { yaml_event_delete(&value) }
            members.append((key, try tree(from: value, depth: depth + 1)))
        }
    }

    private func text(of event: yaml_event_t) -> String {
        let scalar = event.data.scalar
        return String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    }

    private func failure(_ message: String, at mark: yaml_mark_t) -> SettingsError {
        SettingsError(file: file, path: "line \(mark.line + 1), column \(mark.column + 1)", message: message)
    }
}
