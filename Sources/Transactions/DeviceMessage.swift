/// One line that the script prints.
package enum DeviceMessage: Sendable, Hashable {
    case progress(DeviceProgress)
    case report(DeviceReport)
    case hold(DeviceHold)
    case refusal(DeviceRefusal)

    /// Most bytes of a line that are looked at.
    package static let lineLimit = 256 << 10

    /// Reads a line as it arrives; for `list`, whose answer spans lines, see ``DeviceAnswer``.
    ///
    /// - Parameters:
    ///   - line: The bytes, without the newline.
    ///   - number: The line's number, from 1, for errors.
    /// - Throws: ``UnreadableAnswer``.
    package init(line: some Collection<UInt8>, number: Int = 1) throws(UnreadableAnswer) {
        let place = "line \(number)"
        guard line.count <= Self.lineLimit else {
            throw UnreadableAnswer(place: place, message: "is longer than \(Self.lineLimit) bytes")
        }
        let wire = try AnswerWire.decode(AnswerWire.Line.self, from: line, at: place)
        if let refusal = wire.error {
            self = .refusal(try refusal.refusal(at: "\(place): error"))
        } else if let progress = wire.progress {
            self = .progress(try progress.progress(at: "\(place): progress"))
        } else if wire.held != nil {
            self = .hold(try AnswerWire.decode(AnswerWire.Hold.self, from: line, at: place).hold(at: place))
        } else {
            self = .report(try AnswerWire.decode(AnswerWire.Report.self, from: line, at: place).report(at: place))
        }
    }
}
