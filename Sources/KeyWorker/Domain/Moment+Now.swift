import Glibc

extension Moment {
    package static var now: Moment { Moment(sinceStart: read(CLOCK_BOOTTIME), wall: read(CLOCK_REALTIME)) }

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
