extension ConnectionAttempt {
    /// A stage took too long.
    var lateWords: String {
        switch stage {
        case .dialling: "no answer: \(core.options.place)"
        case .greeting: "no answer to \(core.options.tls == nil ? "" : "TLS or ")MQTT's greeting: \(core.options.place)"
        case .subscribing, .ready, .leaving: "no answer to the subscriptions: \(core.options.place)"
        }
    }

    /// The server ended the connection.
    var closedWords: String {
        switch stage {
        case .dialling: "no connection: \(core.options.place)"
        case .greeting where core.options.tls == nil:
            "\(core.options.place) closed the connection without an answer; does it want TLS?"
        case .greeting: "\(core.options.place) closed the connection without an answer"
        case .subscribing, .ready, .leaving:
            "\(core.options.place) closed the connection: it ended, or another client came with the id «\(core.options.clientID)»"
        }
    }

    func words(for failure: LibraryFailure) -> String {
        failure.isClosed ? closedWords : "\(failure.words): \(core.options.place)"
    }
}
