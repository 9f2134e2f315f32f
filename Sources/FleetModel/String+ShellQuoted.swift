extension String {
    /// This string as one word of a POSIX shell, whatever it holds.
    ///
    /// The only way in which anything enters a command line: names from inventories, broker answers and respondd are
    /// hostile. A NUL byte, which no shell word can carry, is left out.
    package var shellQuoted: String {
        let harmless = { (byte: UInt8) in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default:
                "-_./:@%+,=".utf8.contains(byte)
            }
        }
        guard isEmpty || !utf8.allSatisfy(harmless) else { return self }
        var quoted = "'"
        for scalar in unicodeScalars where scalar != "\0" {
            quoted += scalar == "'" ? "'\\''" : String(scalar)
        }
        return quoted + "'"
    }
}
