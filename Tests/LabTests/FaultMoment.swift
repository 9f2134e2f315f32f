/// When a fault strikes: a transition of the engine, or a step of the gateway playbook.
enum FaultMoment: String, CaseIterable, Sendable {
    case check
    case prepare
    case begin
    case apply
    /// The first step: networkd's units, a reload and what has to come of it.
    case units
    /// The third step.
    case override
    case extend
    case verify
    case confirm
    case rollback

    /// How the table calls it.
    var title: String {
        switch self {
        case .units: "step 1, networkd units"
        case .override: "step 3, override"
        case .check, .prepare, .begin, .apply, .extend, .verify, .confirm, .rollback: rawValue
        }
    }

    /// Changes to the shipped playbook that bring a rollout of one gateway to this moment.
    var replacements: [(String, String)] {
        let always = Variant.alone + [Variant.withoutDrain]
        switch self {
        case .check, .prepare, .begin, .apply, .units, .override, .confirm:
            return always
        case .extend:
            // One gateway waits for no other, so it is slow: after half of its deadline it gets more time.
            let slow = ["first", "second"].map { "{name: \($0) pause, command: {run: \"sleep 35\", undo: \"\"}}" }
            return always + [Variant.deadline(80), Variant.step(slow.joined(separator: "\n  - "))]
        case .verify:
            return always + [Variant.waitingForWord]
        case .rollback:
            return always + [Variant.failingVerification]
        }
    }

    /// Whether the moment lasts until the device is given a word, so that no fault comes too late.
    var isHeld: Bool { self == .verify }

    /// Whether an event says that the moment has come: the intent stands in the journal, the action comes right after.
    ///
    /// A fault races with that action, which takes seconds here; the promise doesn't ask who wins.
    func has(come event: LabEvent) -> Bool {
        switch self {
        case .units: event.isStep(1)
        case .override: event.isStep(3)
        case .check, .prepare, .begin, .apply, .extend, .verify, .confirm, .rollback:
            event.event == "intended" && event.operation == rawValue && (event.host ?? "gw1") == "gw1"
        }
    }
}
