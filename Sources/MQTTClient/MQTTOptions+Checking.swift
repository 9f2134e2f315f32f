import CMosquitto

extension MQTTOptions {
    /// Refuses what no server could make work.
    func check() throws(MQTTError) {
        try Self.check(host, "the server's host", longest: 253)
        try Self.check(clientID, "the client id")
        guard (1...65_535).contains(port) else { throw .unusable("port \(port) is none from 1 to 65535") }
        guard (.seconds(5)...(.seconds(65_535))).contains(keepAlive) else {
            throw .unusable("a keepalive of \(keepAlive) is none from 5 to 65535 seconds")
        }
        guard backoff.lowerBound > .zero else { throw .unusable("a pause of \(backoff.lowerBound) between attempts") }
        if let username { try Self.check(username, "the user") }
        if let password {
            guard username != nil else { throw .unusable("a password without a user") }
            guard !password.utf8.contains(0) else { throw .unusable("a password with a zero byte") }
        }
        try will?.check()
        guard subscriptions.count <= 100 else { throw .unusable("more than 100 subscriptions") }
        for filter in subscriptions {
            try Self.check(filter, "a subscription")
            guard mosquitto_sub_topic_check2(filter, filter.utf8.count) == MOSQ_ERR_SUCCESS.code else {
                throw .unusable("«\(filter)» is no topic filter")
            }
        }
    }

    fileprivate static func check(_ text: String, _ what: String, longest: Int = 65_535) throws(MQTTError) {
        guard !text.isEmpty, text.utf8.count <= longest, !text.utf8.contains(0) else {
            throw .unusable("\(what) is empty, too long or holds a zero byte")
        }
    }
}

extension MQTTMessage {
    /// Refuses what can't be sent.
    func check() throws(MQTTError) {
        try MQTTOptions.check(topic, "a topic")
        guard mosquitto_pub_topic_check2(topic, topic.utf8.count) == MOSQ_ERR_SUCCESS.code else {
            throw .unusable("«\(topic)» is no topic")
        }
        guard payload.count <= MosquittoHandle.longestPayload else {
            throw .unusable("a payload of \(payload.count) bytes is longer than \(MosquittoHandle.longestPayload)")
        }
    }
}
