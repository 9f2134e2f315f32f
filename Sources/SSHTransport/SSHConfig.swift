import Foundation

/// The part of OpenSSH's client configuration (ssh_config(5)) that is honoured: Host, HostName, User, Port,
/// IdentityFile, IdentitiesOnly, ProxyJump.
///
/// The first value wins; IdentityFile adds up.
///
/// Include and Match are not: their lines, and what stands under a Match, are passed over and told in `warnings`.
package struct SSHConfig: Sendable, Equatable {
    private struct Block: Sendable, Equatable {
        /// nil: never applies (Match).
        var patterns: [HostPattern]?
        var settings: [(keyword: String, value: String)] = []

        static func == (one: Block, other: Block) -> Bool {
            one.patterns == other.patterns && one.settings.elementsEqual(other.settings, by: ==)
        }
    }

    /// One line each, such as `line 3: Include is not supported`.
    package private(set) var warnings: [String] = []
    private var blocks = [Block(patterns: [HostPattern("*")])]

    package init() {}

    /// - Parameter path: of a file; one that is not there is an empty configuration.
    package init(path: String) {
        self.init(text: String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self))
    }

    package init(text: String) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = Self.words(line)
            guard let keyword = words.first?.lowercased() else { continue }
            read(keyword, words.dropFirst(), line: index + 1)
        }
    }

    /// `alias`: the host as the endpoint names it.
    package func options(for alias: String) -> SSHConfigOptions {
        var options = SSHConfigOptions()
        var jumpIsSettled = false
        for block in blocks {
            guard let patterns = block.patterns, HostPattern.list(patterns, fits: alias) else { continue }
            for (keyword, value) in block.settings {
                switch keyword {
                case "hostname": options.hostName = options.hostName ?? value
                case "user": options.user = options.user ?? value
                case "port": options.port = options.port ?? Int(value)
                case "identityfile" where value.lowercased() != "none": options.identityFiles.append(value)
                case "identitiesonly": options.identitiesOnly = options.identitiesOnly ?? (value.lowercased() == "yes")
                case "proxyjump" where !jumpIsSettled:
                    jumpIsSettled = true
                    guard value.lowercased() != "none" else { continue }
                    options.proxyJump = value.split(separator: ",").map { String($0) }
                default: continue
                }
            }
        }
        return options
    }

    private mutating func read(_ keyword: String, _ arguments: ArraySlice<String>, line: Int) {
        switch keyword {
        case "host":
            blocks.append(Block(patterns: arguments.map { HostPattern($0) }))
        case "match":
            warnings.append("line \(line): Match is not supported, what stands under it is passed over")
            blocks.append(Block(patterns: nil))
        case "include":
            warnings.append("line \(line): Include is not supported")
        case "hostname", "user", "port", "identityfile", "identitiesonly", "proxyjump":
            guard let value = arguments.first, isValid(keyword, value) else {
                warnings.append("line \(line): \(keyword) has no usable value")
                return
            }
            blocks[blocks.count - 1].settings.append((keyword, value))
        default:
            break
        }
    }

    private func isValid(_ keyword: String, _ value: String) -> Bool {
        keyword != "port" || (Int(value).map { (1...65_535).contains($0) } ?? false)
    }

    /// The words of a line: split at blanks and one `=` after the keyword, double quotes hold words together.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line {
            switch character {
            case "\"":
                isQuoted.toggle()
                word = word ?? ""
            case "#" where !isQuoted && word == nil:
                return words
            case "=" where !isQuoted && (words.isEmpty || (words.count == 1 && word == nil)):
                if let complete = word { words.append(complete) }
                word = nil
            case _ where character.isWhitespace && !isQuoted:
                if let complete = word { words.append(complete) }
                word = nil
            default:
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
