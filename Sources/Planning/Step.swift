/// One step of a playbook.
///
/// In a `Playbook` its texts are mustache templates; `rendered(with:)` makes the step of one device from it.
package enum Step: Sendable, Hashable, Codable {
    case file(FileStep)
    case networkd(NetworkdStep)
    case wireGuardKey(WireGuardKeyStep)
    case firmware(FirmwareStep)
    case nodeKey(NodeKeyStep)
    case program(ProgramStep)
    case batmanOverride(BatmanOverrideStep)
    case service(ServiceStep)
    case uci(UCIStep)
    case gluon(GluonStep)
    case command(CommandStep)
    case waitFor(WaitForStep)
}
