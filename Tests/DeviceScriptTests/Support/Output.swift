/// What a command left behind.
struct Output: Sendable {
    var status: Int32
    var standardOutput: [UInt8]
    var standardError: [UInt8]

    var text: String { String(decoding: standardOutput, as: UTF8.self) }
    var errorText: String { String(decoding: standardError, as: UTF8.self) }
}
