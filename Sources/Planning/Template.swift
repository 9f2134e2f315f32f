import Mustache

/// A mustache template whose every name must be known: an unknown one would render as nothing, silently.
package struct Template: Sendable {
    package struct UnknownName: Error, Sendable, Equatable, CustomStringConvertible {
        package var name: String
        package var known: [String]

        package var description: String {
            "unknown name «\(name)» in a template, expected one of \(known.joined(separator: ", "))"
        }
    }

    package struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
        package var reason: String

        package var description: String { "malformed template: \(reason)" }
    }

    private static let opening = UInt8(ascii: "{")
    private static let closing = UInt8(ascii: "}")

    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// - Throws: `UnknownName` or `Malformed`.
    package func rendered(with context: TemplateContext) throws -> String {
        guard text.utf8[...].firstPair(of: Self.opening) != nil else { return text }
        try check(against: context)
        do {
            // Unit files and scripts are no HTML: nothing is to be escaped as such.
            let template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + text)
            return template.render(context.mustacheObject)
        } catch {
            throw Malformed(reason: "\(error)")
        }
    }

    /// Walks the tags and looks up each name where mustache would.
    private func check(against context: TemplateContext) throws {
        var scopes = [context.values]
        var rest = text.utf8[...]
        while let open = rest.firstPair(of: Self.opening) {
            rest = rest[open...].dropFirst(2)
            guard let close = rest.firstPair(of: Self.closing) else {
                throw Malformed(reason: "«{{» without «}}»")
            }
            let tag = Substring(rest[..<close])
            rest = rest[close...].dropFirst(2)
            let sigil = tag.first { "#^/!{&".contains($0) }
            let name = tag.drop { "#^/!{& ".contains($0) }.trimmingSuffix(" ")
            switch sigil {
            case "!":
                continue
            case "/":
                guard scopes.count > 1 else { throw Malformed(reason: "«{{/\(name)}}» without its opening") }
                scopes.removeLast()
            case "#", "^":
                scopes.append(try value(of: name, in: scopes).firstElement)
            default:
                if sigil == "{", rest.first == Self.closing { rest.removeFirst() }
                guard name != "." else { continue }
                _ = try value(of: name, in: scopes)
            }
        }
        guard scopes.count == 1 else { throw Malformed(reason: "a section isn't closed") }
    }

    private func value(of name: String, in scopes: [[String: TemplateContext.Value]]) throws -> TemplateContext.Value {
        for scope in scopes.reversed() {
            if let value = scope[name] { return value }
        }
        throw UnknownName(name: name, known: scopes.flatMap(\.keys).sorted())
    }
}

extension Substring.UTF8View {
    /// Where a byte stands twice in a row for the first time.
    ///
    /// Searching for text, which knows of combined characters, took a third of the time of rendering.
    fileprivate func firstPair(of byte: UInt8) -> Index? {
        var rest = self
        while let found = rest.firstIndex(of: byte) {
            rest = rest[index(after: found)...]
            if rest.first == byte { return found }
        }
        return nil
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ character: Character) -> String {
        var trimmed = self
        while trimmed.last == character { trimmed.removeLast() }
        return String(trimmed)
    }
}
