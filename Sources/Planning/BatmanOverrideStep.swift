/// batman-adv's `throughput_override` of an interface, kept over reboots by a unit of its own.
///
/// On the way back the interface is drained: its override falls to `drain` and the way waits until no best path of this
/// device leads through it any more.
package struct BatmanOverrideStep: Sendable, Hashable, Codable {
    package var batman: String
    package var interface: String
    /// In kbit/s.
    package var throughput: Int
    /// In kbit/s.
    package var drain: Int
    /// Seconds that draining may take.
    package var drainWithin: Int

    package init(batman: String, interface: String, throughput: Int, drain: Int, drainWithin: Int) {
        self.batman = batman
        self.interface = interface
        self.throughput = throughput
        self.drain = drain
        self.drainWithin = drainWithin
    }
}
