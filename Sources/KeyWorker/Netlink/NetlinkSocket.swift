import CLibMnl
import Glibc

/// A netlink socket of libmnl, owned.
///
/// One serves one question or one batch: an answer that was given up can't turn up in the next one's.
/// libmnl's socket is only read once it is made, so it may go from one thread to another.
struct NetlinkSocket: ~Copyable, @unchecked Sendable {
    /// The kernel gives at most 32 KiB of a dump at a time; libmnl tells a datagram that is longer than its buffer.
    static let longestDatagram = 1 << 16
    /// What may wait to be read; beyond the system's limit it needs CAP_NET_ADMIN, which a worker has.
    private static let receiveBuffer: Int32 = 4 << 20
    /// The kernel answers while it is asked, so this is only there not to wait for ever.
    private static let patience = timeval(tv_sec: 10, tv_usec: 0)

    private let socket: OpaquePointer
    private var sequence: UInt32 = 0

    /// - Parameters:
    ///   - bus: `NETLINK_ROUTE` or `NETLINK_GENERIC`.
    ///   - groups: groups of notifications to hear, as bits.
    ///   - isBlocking: whether reading waits.
    /// - Throws: `KernelError`.
    init(_ bus: Int32, groups: UInt32 = 0, isBlocking: Bool = true) throws(KernelError) {
        socket = try Self.open(bus, groups: groups, isBlocking: isBlocking)
        // Each of these only makes it better; kernels before 4.20 don't know them all.
        for option in [NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK] {
            var on: Int32 = 1
            _ = mnl_socket_setsockopt(socket, option, &on, socklen_t(MemoryLayout<Int32>.size))
        }
        set(SO_RCVBUF, Self.receiveBuffer)
        set(SO_RCVBUFFORCE, Self.receiveBuffer)
        set(SO_RCVTIMEO, Self.patience)
    }

    deinit { mnl_socket_close(socket) }

    var descriptor: Int32 { mnl_socket_get_fd(socket) }

    /// Asks once, and hands each answer on until the kernel says that there is no more.
    ///
    /// - Throws: what the kernel says, or what `answer` throws.
    mutating func ask(
        _ request: NetlinkWriter,
        answer: (NetlinkMessage) throws(KernelError) -> Void
    ) throws(KernelError) {
        try run(request, flags: NLM_F_ACK, answer: answer)
    }

    /// Asks for all there is of something.
    ///
    /// - Throws: `KernelError` with `EINTR` if what was listed changed meanwhile, so that the list may be wrong.
    mutating func dump(
        _ request: NetlinkWriter,
        answer: (NetlinkMessage) throws(KernelError) -> Void
    ) throws(KernelError) {
        try run(request, flags: NLM_F_ROOT | NLM_F_MATCH, answer: answer)
    }

    private mutating func run(
        _ request: NetlinkWriter,
        flags: Int32,
        answer: (NetlinkMessage) throws(KernelError) -> Void
    ) throws(KernelError) {
        sequence &+= 1
        try send(request.message(sequence: sequence, flags: flags))
        var isInterrupted = false
        while true {
            for message in try receive() where message.sequence == sequence {
                isInterrupted = isInterrupted || message.flags & NLM_F_DUMP_INTR != 0
                switch message.type {
                case Int(NLMSG_ERROR), Int(NLMSG_DONE):
                    if let refusal = try message.refusal() { throw refusal }
                    if isInterrupted { throw KernelError(code: EINTR, text: "changed while it was listed") }
                    return
                case Int(NLMSG_OVERRUN): throw KernelError(code: ENOBUFS)
                default: try answer(message)
                }
            }
        }
    }

    /// Sends several requests at once, and waits for all of them.
    ///
    /// The kernel works them off in order and tells each failure, asked or not; only the last is asked to say that it
    /// went well, so that answers are few.
    ///
    /// - Returns: failures by the request's position.
    mutating func submit(_ requests: some Collection<NetlinkWriter>) throws(KernelError) -> [Int: KernelError] {
        let first = sequence &+ 1
        var datagram: [UInt8] = []
        for (position, request) in requests.enumerated() {
            sequence &+= 1
            let isLast = position == requests.count - 1
            datagram += request.message(sequence: sequence, flags: isLast ? NLM_F_ACK : 0)
        }
        guard !datagram.isEmpty else { return [:] }
        try send(datagram)
        var failures: [Int: KernelError] = [:]
        while true {
            for message in try receive() where message.type == Int(NLMSG_ERROR) {
                let position = Int(message.sequence &- first)
                guard position < requests.count else { continue }
                failures[position] = try message.refusal()
                if message.sequence == sequence { return failures }
            }
        }
    }

    /// The messages of the next datagram.
    func receive() throws(KernelError) -> [NetlinkMessage] {
        let length = Self.longestDatagram
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            var received = mnl_socket_recvfrom(socket, buffer.baseAddress, length)
            while received < 0, errno == EINTR { received = mnl_socket_recvfrom(socket, buffer.baseAddress, length) }
            failure = received < 0 ? errno : 0
            count = max(received, 0)
        }
        guard failure == 0 else { throw KernelError(code: failure, text: "reading from netlink") }
        return try NetlinkMessage.all(in: bytes[...])
    }

    private func send(_ bytes: [UInt8]) throws(KernelError) {
        while mnl_socket_sendto(socket, bytes, bytes.count) < 0 {
            guard errno == EINTR else { throw KernelError(code: errno, text: "writing to netlink") }
        }
    }

    private static func open(_ bus: Int32, groups: UInt32, isBlocking: Bool) throws(KernelError) -> OpaquePointer {
        let flags = Int32(SOCK_CLOEXEC.rawValue) | (isBlocking ? 0 : Int32(SOCK_NONBLOCK.rawValue))
        guard let socket = mnl_socket_open2(bus, flags) else { throw KernelError(code: errno, text: "netlink socket") }
        guard mnl_socket_bind(socket, groups, MNL_SOCKET_AUTOPID) == 0 else {
            defer { mnl_socket_close(socket) }
            throw KernelError(code: errno, text: "netlink socket")
        }
        return socket
    }

    private func set<Value>(_ option: Int32, _ value: Value) {
        withUnsafeBytes(of: value) { bytes in
            _ = setsockopt(descriptor, SOL_SOCKET, option, bytes.baseAddress, socklen_t(bytes.count))
        }
    }
}
