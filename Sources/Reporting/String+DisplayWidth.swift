extension String {
    /// Cells that a terminal needs for this text, as far as that can be known: terminals differ for new emoji.
    package var displayWidth: Int {
        // Most names are ASCII, and those need no look at each character.
        utf8.allSatisfy { 0x20..<0x7f ~= $0 } ? utf8.count : reduce(0) { $0 + $1.displayWidth }
    }
}

extension Character {
    /// 2 for East Asian wide characters and emoji, 0 for what only modifies others, else 1.
    fileprivate var displayWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        if first.isASCII { return 1 }
        if unicodeScalars.contains(where: { $0.properties.isEmojiPresentation || $0 == "\u{fe0f}" || $0.isWide }) {
            return 2
        }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return 1
        }
    }
}

extension Unicode.Scalar {
    /// The blocks that Unicode's EastAsianWidth.txt gives as wide or full-width.
    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
            0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6,
            0x1_f300...0x1_f64f, 0x1_f900...0x1_f9ff, 0x2_0000...0x3_fffd:
            true
        default: false
        }
    }
}
