/// How a device is doing, whatever it does.
package struct HostVitals: Sendable, Hashable {
    /// By its own clock, in seconds since 1970.
    package var time: Int
    package var uptime: Duration
    package var bootID: String
    package var machineID: String?
    package var processors: Int
    /// Load average of the last minute.
    package var load: Double
    /// Share of all processors' time that went to softirqs while the collection ran, 0 to 1; nil where it ran too short.
    package var softirq: Double?

    /// Whether radvd runs; nil where nobody can say.
    package var announcesRoutes: Bool?

    package init(
        time: Int,
        uptime: Duration,
        bootID: String,
        machineID: String?,
        processors: Int,
        load: Double,
        softirq: Double?
    ) {
        self.time = time
        self.uptime = uptime
        self.bootID = bootID
        self.machineID = machineID
        self.processors = processors
        self.load = load
        self.softirq = softirq
    }
}
