import FleetModel
import KeyExchange

extension KeyWorker {
    /// Takes up domains that have come, and gives up those that have gone.
    func follow(at moment: Moment) {
        served.look()
        report.tell(unread: served.findings)
        let wanted = served.domains
        guard wanted != domains.map(\.domain) else { return }
        for domain in domains where !wanted.contains(domain.domain) { giveUp(domain, at: moment) }
        domains = wanted.map { wanted in domains.first { $0.domain == wanted } ?? makeDomain(wanted) }
        // Before anything is said of new ones: it is answered with keys.
        listen(wanted.map(\.code))
    }

    /// Its peers leave, and nobody is sent here any more.
    ///
    /// Its `data` stay with the MQTT server: they don't make a broker choose this gateway, and wgkex's fails at an empty
    /// payload, which is the only way to take them back.
    private func giveUp(_ domain: DomainWorker, at moment: Moment) {
        let code = domain.domain.code
        say(.noPeers(domain: code, worker: name))
        say(.living([WireGuardKey](), domain: code, worker: name))
        saidData[code] = nil
        saidAvailability[code] = nil
        note(domain.clear(), of: domain, at: moment)
        report.tellEnd(of: code)
    }

    /// Takes back what the server has of domains that aren't served: it was said before a crash, or while there was no
    /// connection by which to say otherwise.
    func takeBack(_ codes: Set<String>) {
        for code in codes where !domains.contains(where: { $0.domain.code == code }) {
            say(.noPeers(domain: code, worker: name))
        }
    }
}
