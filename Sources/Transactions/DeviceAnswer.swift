/// All that a verb printed, read and checked.
///
/// Nothing of it is trusted: a device can be foreign, cut off or hostile.
package enum DeviceAnswer {
    /// Most bytes of an answer that are looked at.
    package static let limit = 4 << 20

    /// The report of `begin`, `apply`, `status`, `extend`, `confirm` or `rollback`.
    ///
    /// - Throws: ``DeviceRefusal`` if the device declined, ``UnreadableAnswer`` if the output is not an answer.
    package static func report(from output: [UInt8]) throws -> DeviceReport {
        guard case .report(let report) = try last(of: output) else {
            throw UnreadableAnswer(place: "last line", message: "should be a report")
        }
        return report
    }

    /// What `hold` or `release` did.
    ///
    /// - Throws: ``DeviceRefusal`` or ``UnreadableAnswer``.
    package static func hold(from output: [UInt8]) throws -> DeviceHold {
        guard case .hold(let hold) = try last(of: output) else {
            throw UnreadableAnswer(place: "last line", message: "should tell of a hold")
        }
        return hold
    }

    /// The reports of `list`, oldest first, without digests.
    ///
    /// - Throws: ``DeviceRefusal`` or ``UnreadableAnswer``.
    package static func reports(from output: [UInt8]) throws -> [DeviceReport] {
        try checkSize(output)
        guard output.first == UInt8(ascii: "[") else {
            guard case .refusal(let refusal) = try last(of: output) else {
                throw UnreadableAnswer(place: "line 1", message: "should begin an array")
            }
            throw refusal
        }
        let wires = try AnswerWire.decode([AnswerWire.Report].self, from: output, at: "list")
        return try wires.enumerated().map { index, wire in try wire.report(at: "list/\(index)") }
    }

    private static func last(of output: [UInt8]) throws -> DeviceMessage {
        try checkSize(output)
        let lines = output.split(separator: UInt8(ascii: "\n"))
        guard let line = lines.last else {
            throw UnreadableAnswer(place: "line 1", message: "is missing: the device printed nothing")
        }
        let message = try DeviceMessage(line: line, number: lines.count)
        if case .refusal(let refusal) = message { throw refusal }
        return message
    }

    private static func checkSize(_ output: [UInt8]) throws(UnreadableAnswer) {
        guard output.count <= limit else {
            throw UnreadableAnswer(place: "line 1", message: "the answer is longer than \(limit) bytes")
        }
    }
}
