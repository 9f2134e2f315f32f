/// What only a worker reads: `externalName`, and `umstieg/worker`.
package struct WorkerSettings: Sendable, Hashable {
    /// How it is called in topics and at the MQTT server; the host's name if nil.
    package var name: String?
    /// What nodes are told to connect to; the worker's name if nil.
    package var externalName: String?
    /// Where files stand that name further domains, one each, while the worker runs; nil: nowhere.
    package var domainsDirectory: String?
    /// A peer without a handshake for so long leaves.
    package var staleAfter = Duration.seconds(3 * 3600)
    /// How often it looks for those.
    package var sweepEvery = Duration.seconds(3600)
    /// How often it compares what should be with what is.
    package var reconcileEvery = Duration.seconds(30)
    /// How often metrics are said.
    package var metricsEvery = Duration.seconds(60)
    /// How often the living keys are said.
    package var livingEvery = Duration.seconds(300)
    /// Peers that it adds in a domain at most.
    package var peersPerDomain = 20_000

    package init() {}
}
