extension String {
    /// The number that digits, with or without a fraction, write: no sign, exponent, infinity or hexadecimal.
    var plainDecimal: Double? {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        // As many as a number of this program has at most.
        let arePlain = parts.allSatisfy { (1...9).contains($0.utf8.count) && $0.utf8.allSatisfy(digits.contains) }
        return arePlain && parts.count <= 2 ? Double(self) : nil
    }
}
