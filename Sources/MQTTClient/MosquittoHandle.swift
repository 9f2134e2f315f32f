import CMosquitto
import Glibc
import Synchronization

/// Owns one `struct mosquitto`, which is used for one connection and freed with this.
///
/// `@unchecked Sendable`: the connection's thread calls everything that reads, writes or changes the state, and only it
/// sees `events`; libmosquitto calls back from there. Other threads only call `publish`, which the library allows and
/// which queues. The log comes from either.
final class MosquittoHandle: @unchecked Sendable {
    static let longestPayload = 1 << 20

    let pointer: OpaquePointer
    let log = Mutex(LibraryLog())
    /// Told by callbacks since the last `takeEvents`.
    private var events: [MosquittoEvent] = []

    /// - Throws: `MQTTError.unusable` if libmosquitto refuses one of the options.
    init(_ options: MQTTOptions) throws(MQTTError) {
        guard MosquittoLibrary.initialised == MOSQ_ERR_SUCCESS.code,
            let pointer = mosquitto_new(options.clientID, true, nil)
        else { throw .unusable("libmosquitto does not start: \(String(cString: strerror(errno)))") }
        self.pointer = pointer
        mosquitto_user_data_set(pointer, Unmanaged.passUnretained(self).toOpaque())
        setCallbacks()
        try apply(options)
    }

    deinit { mosquitto_destroy(pointer) }

    private func apply(_ options: MQTTOptions) throws(MQTTError) {
        // Publishing threads only queue, and the connection's own thread writes.
        try check(mosquitto_threaded_set(pointer, true), "threads")
        try check(mosquitto_int_option(pointer, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V311), "protocol version")
        try check(mosquitto_int_option(pointer, MOSQ_OPT_TCP_NODELAY, 1), "TCP without delay")
        // The library's own limit of 20 would cost a round trip for each 20 messages.
        try check(mosquitto_max_inflight_messages_set(pointer, 1000), "messages in flight")
        if let username = options.username {
            try check(mosquitto_username_pw_set(pointer, username, options.password), "username or password")
        }
        if let will = options.will {
            try check(
                mosquitto_will_set(
                    pointer,
                    will.topic,
                    Int32(clamping: will.payload.count),
                    will.payload,
                    will.quality.rawValue,
                    will.isRetained
                ),
                "last will"
            )
        }
        if let tls = options.tls {
            let directory = tls.authorities == nil ? "/etc/ssl/certs" : nil
            let code = mosquitto_tls_set(pointer, tls.authorities, directory, nil, nil, nil)
            try check(code, "authorities \(tls.authorities ?? "/etc/ssl/certs")")
            try check(mosquitto_tls_opts_set(pointer, 1, nil, nil), "verification of certificates")
        }
    }

    private func check(_ code: Int32, _ what: String) throws(MQTTError) {
        guard code != MOSQ_ERR_SUCCESS.code else { return }
        throw .unusable("\(what): \(LibraryFailure(code).words)")
    }

    // MARK: On the connection's thread

    var socket: Int32 { mosquitto_socket(pointer) }
    var wantsToWrite: Bool { mosquitto_want_write(pointer) }

    /// Resolves the name, which may block, and begins to connect, which doesn't.
    func connect(_ options: MQTTOptions, over families: AddressFamilies) throws(LibraryFailure) {
        let keepAlive = Int32(clamping: options.keepAlive.components.seconds)
        let port = Int32(clamping: options.port)
        try check(mosquitto_connect_bind_async(pointer, options.host, port, keepAlive, families.sourceAddress))
    }

    /// Returns whether there was something to read, and so there may be more.
    func read() throws(LibraryFailure) -> Bool {
        let before = log.withLock(\.lines)
        try check(mosquitto_loop_read(pointer, 1))
        return log.withLock(\.lines) != before
    }

    func write() throws(LibraryFailure) { try check(mosquitto_loop_write(pointer, 1)) }

    /// Pings, and notices a server that doesn't answer them.
    func keepAlive() throws(LibraryFailure) { try check(mosquitto_loop_misc(pointer)) }

    func subscribe(_ filters: [String]) throws(LibraryFailure) {
        var copies = filters.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        try check(mosquitto_subscribe_multiple(pointer, nil, Int32(clamping: copies.count), &copies, 1, 0, nil))
    }

    func disconnect() throws(LibraryFailure) { try check(mosquitto_disconnect(pointer)) }

    func takeEvents() -> [MosquittoEvent] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    func note(_ event: MosquittoEvent) { events.append(event) }

    // MARK: On any thread

    /// Queues a message and returns its id.
    func publish(_ message: MQTTMessage) throws(LibraryFailure) -> Int32 {
        var id: Int32 = 0
        try check(
            mosquitto_publish(
                pointer,
                &id,
                message.topic,
                Int32(clamping: message.payload.count),
                message.payload,
                message.quality.rawValue,
                message.isRetained
            )
        )
        return id
    }

    private func check(_ code: Int32) throws(LibraryFailure) {
        guard code != MOSQ_ERR_SUCCESS.code else { return }
        throw LibraryFailure(code, log: log.withLock(\.errors))
    }
}
