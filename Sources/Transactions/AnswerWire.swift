import FoundationEssentials
import Planning

/// The script's JSON as it is on the wire, apart from the model.
///
/// Each type checks its values on the way over.
enum AnswerWire {
    /// Tells which of the lines one is.
    struct Line: Decodable {
        var error: Refusal?
        var progress: Progress?
        var held: Bool?
    }

    struct Refusal: Decodable {
        var code: String
        var message: String
        var differences: [String]?

        func refusal(at place: String) throws(UnreadableAnswer) -> DeviceRefusal {
            guard let code = DeviceRefusal.Code(rawValue: code) else {
                throw UnreadableAnswer(place: "\(place)/code", message: "unknown: \(AnswerWire.excerpt(code))")
            }
            return DeviceRefusal(code: code, message: message, differences: differences ?? [])
        }
    }

    struct Progress: Decodable {
        var state: String
        var step: Int
        var stepCount: Int
        var stepName: String

        func progress(at place: String) throws(UnreadableAnswer) -> DeviceProgress {
            DeviceProgress(
                state: try AnswerWire.state(state, at: "\(place)/state"),
                step: try AnswerWire.number(step, at: "\(place)/step"),
                stepCount: try AnswerWire.number(stepCount, at: "\(place)/step_count"),
                stepName: stepName
            )
        }
    }

    struct Hold: Decodable {
        var scope: String
        var held: Bool
        var bootId: String
        var deviceFencingToken: Int

        func hold(at place: String) throws(UnreadableAnswer) -> DeviceHold {
            DeviceHold(
                scope: try AnswerWire.name(scope, at: "\(place): scope"),
                held: held,
                bootID: bootId,
                deviceFencingToken: try AnswerWire.number(deviceFencingToken, at: "\(place): device_fencing_token")
            )
        }
    }

    struct Report: Decodable {
        struct Digests: Decodable {
            var before: String
            var after: String?
            var now: String
        }

        var id: String
        var scope: String
        var rollout: String
        var domain: String?
        var role: String
        var owner: String
        var state: String
        var step: Int
        var stepCount: Int
        var stepName: String
        var remaining: Int?
        var revertBound: Int
        var bootId: String
        var fencingToken: Int
        var deviceFencingToken: Int
        var reason: String
        var differences: [String]
        var probation: String?
        var digests: Digests?

        func report(at place: String) throws(UnreadableAnswer) -> DeviceReport {
            guard let role = TransactionRole(rawValue: role) else {
                throw UnreadableAnswer(place: "\(place): role", message: "unknown: \(AnswerWire.excerpt(role))")
            }
            return DeviceReport(
                id: try AnswerWire.name(id, at: "\(place): id"),
                scope: try AnswerWire.name(scope, at: "\(place): scope"),
                rollout: rollout,
                domain: domain,
                role: role,
                owner: owner,
                state: try AnswerWire.state(state, at: "\(place): state"),
                step: try AnswerWire.number(step, at: "\(place): step"),
                stepCount: try AnswerWire.number(stepCount, at: "\(place): step_count"),
                stepName: stepName,
                remaining: try remaining.map { seconds throws(UnreadableAnswer) in
                    try AnswerWire.number(seconds, at: "\(place): remaining")
                },
                revertBound: try AnswerWire.number(revertBound, at: "\(place): revert_bound"),
                bootID: bootId,
                fencingToken: try AnswerWire.number(fencingToken, at: "\(place): fencing_token"),
                deviceFencingToken: try AnswerWire.number(deviceFencingToken, at: "\(place): device_fencing_token"),
                reason: reason,
                differences: differences,
                probation: try probation.map { word throws(UnreadableAnswer) in
                    guard let state = ProbationState(rawValue: word) else {
                        let message = "unknown: \(AnswerWire.excerpt(word))"
                        throw UnreadableAnswer(place: "\(place): probation", message: message)
                    }
                    return state
                },
                digests: try digests.map { digests throws(UnreadableAnswer) in
                    DeviceReport.Digests(
                        before: try AnswerWire.digest(digests.before, at: "\(place): digests/before"),
                        after: try digests.after.map { after throws(UnreadableAnswer) in
                            try AnswerWire.digest(after, at: "\(place): digests/after")
                        },
                        now: try AnswerWire.digest(digests.now, at: "\(place): digests/now")
                    )
                }
            )
        }
    }
}

extension AnswerWire {
    /// Decodes JSON; bytes that are not UTF-8 become U+FFFD first.
    static func decode<Value: Decodable>(
        _ type: Value.Type,
        from json: some Collection<UInt8>,
        at place: String
    ) throws(UnreadableAnswer) -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(type, from: Data(String(decoding: json, as: UTF8.self).utf8))
        } catch let error as DecodingError {
            throw unreadable(error, at: place)
        } catch {
            let text = excerpt(String(decoding: json, as: UTF8.self))
            throw UnreadableAnswer(place: place, message: "is not JSON: \(text)")
        }
    }

    private static func unreadable(_ error: DecodingError, at place: String) -> UnreadableAnswer {
        let (context, key): (DecodingError.Context, (any CodingKey)?) =
            switch error {
            case .keyNotFound(let key, let context): (context, key)
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context, nil)
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: "can't be decoded"), nil)
            }
        let keys = context.codingPath + [key].compactMap(\.self)
        let path = keys.map { $0.intValue.map(String.init) ?? $0.stringValue }
        return UnreadableAnswer(
            place: path.isEmpty ? place : "\(place): \(path.joined(separator: "/"))",
            message: excerpt(context.debugDescription)
        )
    }

    fileprivate static func state(_ text: String, at place: String) throws(UnreadableAnswer) -> TransactionState {
        guard let state = TransactionState(rawValue: text) else {
            throw UnreadableAnswer(place: place, message: "unknown: \(excerpt(text))")
        }
        return state
    }

    fileprivate static func number(_ value: Int, at place: String) throws(UnreadableAnswer) -> Int {
        guard (0...Check.largest).contains(value) else {
            throw UnreadableAnswer(place: place, message: "out of range: \(value)")
        }
        return value
    }

    fileprivate static func name(_ text: String, at place: String) throws(UnreadableAnswer) -> String {
        do {
            try Check.name(text, at: place)
        } catch {
            throw UnreadableAnswer(place: place, message: error.message)
        }
        return text
    }

    fileprivate static func digest(_ text: String, at place: String) throws(UnreadableAnswer) -> String {
        let isDigest = text.utf8.count == 64 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
        guard isDigest else { throw UnreadableAnswer(place: place, message: "should be 64 hexadecimal digits") }
        return text
    }

    /// The start of something hostile, fit for a message.
    fileprivate static func excerpt(_ text: String) -> String {
        let characters = text.unicodeScalars.prefix(80).map { scalar in
            scalar.properties.generalCategory == .control ? "?" : String(scalar)
        }
        return characters.joined()
    }
}
