/// Reads an Ansible inventory in INI: `[group]`, `[group:children]`, `[group:vars]`, and hosts with `key=value`.
struct AnsibleINI {
    private enum Section {
        case hosts(String)
        case children(String)
        case variables(String)
    }

    private let file: String
    private var hosts: AnsibleHosts
    private var section = Section.hosts("ungrouped")
    private var errors: [ConfigError] = []

    static func read(_ bytes: [UInt8], file: String, into hosts: inout AnsibleHosts) throws(ConfigErrors) {
        let content = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: content, as: UTF8.self) else {
            throw ConfigErrors(file, "", "is not UTF-8 text")
        }
        var reader = AnsibleINI(file: file, hosts: hosts)
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for (number, line) in lines.enumerated() { reader.read(line, number: number + 1) }
        guard reader.errors.isEmpty else { throw ConfigErrors(reader.errors) }
        hosts = reader.hosts
    }

    private init(file: String, hosts: AnsibleHosts) {
        self.file = file
        self.hosts = hosts
    }

    private mutating func read(_ line: Substring, number: Int) {
        let line = line.trimmingBlanks
        guard let first = line.first, first != "#", first != ";" else { return }
        if first == "[" { return begin(line, number: number) }
        switch section {
        case .hosts(let group): addHost(line, to: group, number: number)
        case .children(let group):
            let child = String(line.prefix { $0 != " " && $0 != "\t" && $0 != "#" })
            hosts.groups[group]?.children.insert(child)
            if hosts.groups[child] == nil { hosts.groups[child] = AnsibleHosts.Group() }
        case .variables(let group):
            guard let equals = line.firstIndex(of: "=") else { return fail("expected «name = value»", number) }
            let name = String(line[..<equals].trimmingBlanks)
            hosts.groups[group]?.variables[name] = .text(
                Self.unquoted(line[line.index(after: equals)...].trimmingBlanks)
            )
        }
    }

    private mutating func begin(_ line: Substring, number: Int) {
        guard let end = line.firstIndex(of: "]") else {
            return fail("expected «]» at the end of a group's name", number)
        }
        let parts = line[line.index(after: line.startIndex)..<end].split(separator: ":", maxSplits: 1)
        guard let name = parts.first.map(String.init) else { return fail("a group has no name", number) }
        if hosts.groups[name] == nil { hosts.groups[name] = AnsibleHosts.Group() }
        switch parts.count > 1 ? parts[1] : "" {
        case "": section = .hosts(name)
        case "children": section = .children(name)
        case "vars": section = .variables(name)
        default: fail("expected [group], [group:children] or [group:vars]", number)
        }
    }

    private mutating func addHost(_ line: Substring, to group: String, number: Int) {
        guard let words = Self.words(line) else { return fail("a quote has no end", number) }
        guard var pattern = words.first else { return }
        var variables = AnsibleVariables()
        for word in words.dropFirst() {
            guard let equals = word.firstIndex(of: "=") else {
                return fail("expected «name=value» after the host, found «\(word.prefix(40))»", number)
            }
            variables[String(word[..<equals])] = .text(String(word[word.index(after: equals)...]))
        }
        // `host:2222`, but not an IPv6 address or a range.
        let outside = pattern.lastIndex(of: "]").map { pattern[$0...] } ?? pattern[...]
        if let colon = outside.firstIndex(of: ":"), outside.count(where: { $0 == ":" }) == 1,
            Int(pattern[pattern.index(after: colon)...]) != nil
        {
            if variables["ansible_port"] == nil {
                variables["ansible_port"] = .text(String(pattern[pattern.index(after: colon)...]))
            }
            pattern = String(pattern[..<colon])
        }
        guard let names = AnsiblePattern.hosts(pattern) else {
            return fail("«\(pattern)» is no host, or stands for too many", number)
        }
        for name in names {
            hosts.add(host: name, to: group)
            var own = variables
            if let before = hosts.variables[name] { own.add(before) }
            hosts.variables[name] = own
        }
    }

    private mutating func fail(_ message: String, _ number: Int) {
        errors.append(ConfigError(file: file, path: "line \(number)", message: message))
    }

    /// As a shell would split them; nil if a quote has no end.
    private static func words(_ line: Substring) -> [String]? {
        var words: [String] = []
        var word = ""
        var isInWord = false
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                isInWord = true
            } else if character == " " || character == "\t" {
                if isInWord { words.append(word) }
                word = ""
                isInWord = false
            } else if character == "#", !isInWord {
                break
            } else {
                word.append(character)
                isInWord = true
            }
        }
        guard quote == nil else { return nil }
        return isInWord ? words + [word] : words
    }

    private static func unquoted(_ text: Substring) -> String {
        guard let first = text.first, first == "\"" || first == "'", text.count > 1, text.last == first else {
            return String(text)
        }
        return String(text.dropFirst().dropLast())
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
