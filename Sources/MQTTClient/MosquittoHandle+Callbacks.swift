import CMosquitto
import Synchronization

extension MosquittoHandle {
    /// Lets libmosquitto tell this what happens.
    func setCallbacks() {
        mosquitto_connect_callback_set(pointer) { _, handle, code in
            MosquittoHandle.of(handle)?.note(.answered(code))
        }
        mosquitto_subscribe_callback_set(pointer) { _, handle, _, count, granted in
            MosquittoHandle.of(handle)?.note(
                .granted(Array(UnsafeBufferPointer(start: granted, count: granted == nil ? 0 : Int(count))))
            )
        }
        mosquitto_publish_callback_set(pointer) { _, handle, id in
            MosquittoHandle.of(handle)?.note(.sent(messageID: id))
        }
        mosquitto_message_callback_set(pointer) { _, handle, message in
            guard let message else { return }
            MosquittoHandle.of(handle)?.note(MosquittoEvent(message.pointee))
        }
        mosquitto_log_callback_set(pointer) { _, handle, level, line in
            let isError = level == MOSQ_LOG_ERR || level == MOSQ_LOG_WARNING
            let words = isError ? line.map { String(cString: $0) } : nil
            MosquittoHandle.of(handle)?.log.withLock { $0.note(words) }
        }
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> MosquittoHandle? {
        pointer.map { Unmanaged<MosquittoHandle>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension MosquittoEvent {
    fileprivate init(_ message: mosquitto_message) {
        let count = Int(message.payloadlen)
        guard count <= MosquittoHandle.longestPayload, let topic = message.topic else {
            self = .oversized
            return
        }
        self = .message(
            MQTTMessage(
                topic: String(cString: topic),
                payload: Array(
                    UnsafeRawBufferPointer(start: message.payload, count: message.payload == nil ? 0 : count)
                ),
                quality: message.qos == 0 ? .atMostOnce : .atLeastOnce,
                isRetained: message.retain
            )
        )
    }
}
