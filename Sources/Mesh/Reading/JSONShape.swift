/// How brackets and strings of a text nest, without a look at what they hold.
///
/// Foundation's decoder traps when it wants to tell the place of an error that is just behind the end, so what ends too
/// early, or nests too deeply, must not get there.
struct JSONShape {
    /// As deep as Foundation's decoder goes; no program that is read here nests deeper than 20.
    static let deepest = 500

    /// Something is open at the end, or there is nothing.
    private(set) var isCut = true
    private(set) var isTooDeep = false

    init(_ text: some Collection<UInt8>) {
        var depth = 0
        var isInString = false
        var isEscaped = false
        var isEmpty = true
        for byte in text {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > Self.deepest { isTooDeep = true }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            if !byte.isBlank { isEmpty = false }
        }
        isCut = isEmpty || isInString || depth > 0
    }
}
