extension ConfigNode {
    /// A name that files, tables and shells carry: letters, digits, `.`, `_`, `-`, at most 64, no leading `-` or `.`.
    func name() -> String? {
        guard let text = string() else { return nil }
        let allowed = text.utf8.allSatisfy { byte in
            let character = Character(UnicodeScalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
        }
        guard allowed, !text.isEmpty, text.utf8.count <= 64, !text.hasPrefix("-"), !text.hasPrefix(".") else {
            return unexpected("a name of letters, digits, «.», «_» and «-»")
        }
        return text
    }

    /// A duration in whole seconds.
    func seconds(in range: ClosedRange<Int>) -> Int? {
        duration(in: .seconds(range.lowerBound)...(.seconds(range.upperBound)))
            .map { Int($0.components.seconds) }
    }

    /// Permission bits as chmod(1) takes them, in quotes: `"0640"`.
    func mode() -> String? {
        guard let text = string() else { return nil }
        guard (3...4).contains(text.count), text.allSatisfy({ "01234567".contains($0) }) else {
            return unexpected("permission bits in octal, such as \"0640\"")
        }
        return text
    }

    /// Owner and group as chown(1) takes them: `root:systemd-network`.
    func owner() -> String? {
        guard let text = string() else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let allowed =
            parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && !part.hasPrefix("-")
                    && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
            }
        guard allowed else { return unexpected("user:group") }
        return text
    }
}
