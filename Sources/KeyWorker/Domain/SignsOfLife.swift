/// When a node was last heard of, by a clock that nobody sets.
///
/// The kernel tells handshakes by the wall clock, which may be wrong and be set at any time. So a handshake counts from
/// when its time was first seen to be another one; the wall clock may only make that more exact, within what is possible.
struct SignsOfLife: Sendable, Hashable {
    /// The kernel's value of the last handshake.
    private var told: Duration?
    /// When that handshake was, since the machine's start; nil if there was none yet.
    private(set) var handshake: Duration?
    /// When it was first seen.
    private let start: Duration
    /// When it last registered; nil if it was only seen in the kernel.
    private var registration: Duration?

    init(at moment: Moment) { start = moment.sinceStart }

    mutating func register(at moment: Moment) { registration = moment.sinceStart }

    /// Takes a reading.
    ///
    /// - Parameters:
    ///   - time: of the last handshake, by the wall clock; nil if there was none.
    ///   - moment: when it was read.
    ///   - previous: when the reading before was, since the machine's start; nil if there was none.
    mutating func observe(_ time: Duration?, at moment: Moment, previous: Duration?) {
        guard let time, time != told else { return }
        told = time
        let longest = moment.sinceStart - (previous ?? .zero)
        let age = moment.wall - time
        // Older than possible, or in the future: the clock was set. Then it is taken for new.
        handshake = moment.sinceStart - ((.zero...longest).contains(age) ? age : .zero)
    }

    /// Since the last handshake, or since the last registration if that is less.
    func silence(at moment: Moment) -> Duration {
        let last = handshake ?? start
        return moment.sinceStart - max(last, registration ?? last)
    }

    /// Whether there was a handshake within a time.
    func hasHandshake(within time: Duration, at moment: Moment) -> Bool {
        handshake.map { moment.sinceStart - $0 < time } ?? false
    }
}
