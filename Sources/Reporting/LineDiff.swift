import FleetModel

/// The lines that differ between two texts, with some around them.
package struct LineDiff: Sendable, Hashable {
    package enum Line: Sendable, Hashable {
        case same(String)
        case removed(String)
        case added(String)
        /// Equal lines that are left out.
        case omitted(Int)
    }

    private static let context = 2

    package var lines: [Line]

    package init(from old: String, to new: String) {
        lines = Self.shortened(Self.merged(Self.split(old), Self.split(new)))
    }

    package var isEmpty: Bool {
        lines.allSatisfy { line in
            switch line {
            case .same, .omitted: true
            case .removed, .added: false
            }
        }
    }

    /// `+`, `-` or a space before each line; safe for a terminal.
    package var text: String {
        lines.map { line in
            switch line {
            case .same(let text): "  \(text.escapingControls)\n"
            case .removed(let text): "- \(text.escapingControls)\n"
            case .added(let text): "+ \(text.escapingControls)\n"
            case .omitted(let count): "  … \(count) equal lines\n"
            }
        }
        .joined()
    }

    private static func split(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func merged(_ old: [String], _ new: [String]) -> [Line] {
        let difference = new.difference(from: old)
        let removed = Set(
            difference.removals.compactMap { if case .remove(let offset, _, _) = $0 { offset } else { nil } }
        )
        let added = Set(
            difference.insertions.compactMap { if case .insert(let offset, _, _) = $0 { offset } else { nil } }
        )
        var lines: [Line] = []
        var (from, to) = (0, 0)
        while from < old.count || to < new.count {
            if from < old.count, removed.contains(from) {
                lines.append(.removed(old[from]))
                from += 1
            } else if to < new.count, added.contains(to) {
                lines.append(.added(new[to]))
                to += 1
            } else {
                lines.append(.same(new[to]))
                from += 1
                to += 1
            }
        }
        return lines
    }

    private static func shortened(_ lines: [Line]) -> [Line] {
        let changed = lines.indices.filter { if case .same = lines[$0] { false } else { true } }
        var shown: Set<Int> = []
        for index in changed { shown.formUnion(max(0, index - context)...min(lines.count - 1, index + context)) }
        var result: [Line] = []
        var omitted = 0
        for index in lines.indices {
            if shown.contains(index) {
                if omitted > 0 { result.append(.omitted(omitted)) }
                omitted = 0
                result.append(lines[index])
            } else {
                omitted += 1
            }
        }
        if omitted > 0 { result.append(.omitted(omitted)) }
        return result
    }
}
