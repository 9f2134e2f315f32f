/// The saved states that tests have made on the lab, each once.
///
/// Those of an earlier run don't count: their programs may be of an earlier build.
actor LabStates {
    static let shared = LabStates()

    private var made: Set<String> = []

    private func add(_ name: String) { made.insert(name) }

    /// Brings the lab to a state: from where it was saved in this run, else by making and saving it.
    static func bring(_ lab: Lab, to name: String, making make: () async throws -> Void) async throws {
        if await shared.made.contains(name) {
            try await lab.lab("restore", name)
            return
        }
        try await make()
        try await lab.lab("save", name)
        await shared.add(name)
    }
}
