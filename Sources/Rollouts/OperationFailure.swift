import Transactions

/// An operation's result that is none of those that one hopes for.
package struct OperationFailure: Error, Sendable, CustomStringConvertible {
    var result: OperationResult

    init(result: OperationResult) {
        self.result = result
    }

    init(_ error: any Error) {
        result = (error as? OperationFailure)?.result ?? OperationResult(error)
    }

    package var description: String {
        switch result {
        case .refused(let refusal): refusal.message
        case .failed(let reasons): reasons.joined(separator: "; ")
        case .unreachable(let reason), .unknown(let reason): reason
        case .succeeded, .prepared, .measured, .judged, .gauged, .reported: "no failure"
        }
    }
}
