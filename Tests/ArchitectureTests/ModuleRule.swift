/// What a module may import.
///
/// DESIGN.md holds the same table, for people.
struct ModuleRule {
    /// Name of the directory in `Sources`.
    var module: String
    /// Modules of this package.
    var modules: Set<String>
    /// Modules of other packages, and C libraries.
    var packages: Set<String>
    /// System modules that it may not import although others may.
    var forbidden: Set<String> = []
    /// Why no more than that.
    var reason: String

    /// System modules that all may import, unless a rule forbids it.
    static let system: Set<String> = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Swift", "Synchronization", "_Concurrency",
    ]

    /// What is meant by the core: what a simulated fleet needs.
    private static let core: Set<String> = [
        "FleetModel", "KeyExchange", "Mesh", "Planning", "Rollouts", "Transactions", "Transport",
    ]

    private static let shims = ["CLibSSH2", "CLibCurl", "CMosquitto", "CLibMnl", "CLibYAML", "CZlib"].map { name in
        ModuleRule(module: name, modules: [], packages: [], reason: "holds a module map and shims, nothing else")
    }

    static let all =
        shims + [
            ModuleRule(
                module: "FleetModel",
                modules: [],
                packages: ["Crypto"],
                forbidden: ["Foundation"],
                reason: "values that all share; the worker on a gateway links it, so no full Foundation either"
            ),
            ModuleRule(
                module: "KeyTranslation",
                modules: ["FleetModel"],
                packages: ["BigInt"],
                reason: "big integers bring all of Foundation, which the worker on a gateway must not carry"
            ),
            ModuleRule(
                module: "Importing",
                modules: ["FleetModel", "Planning", "HTTPClient"],
                packages: ["Yams"],
                reason: "turns files into values, and knows nothing of what happens to them"
            ),
            ModuleRule(
                module: "Planning",
                modules: ["FleetModel"],
                packages: ["Mustache"],
                reason: "pure: a plan depends on the fleet, the playbook and the rollout only"
            ),
            ModuleRule(
                module: "Transactions",
                modules: ["FleetModel", "Planning"],
                packages: [],
                reason: "pure text: what a device runs is compared by tests without any device"
            ),
            ModuleRule(
                module: "Rollouts",
                modules: ["FleetModel", "Planning", "Transactions", "Transport", "Mesh"],
                packages: [],
                reason: "reaches devices and the journal through protocols, so that a simulation can stand in for them"
            ),
            ModuleRule(
                module: "Transport",
                modules: ["FleetModel"],
                // The local transport starts processes: a well-kept library does that better than own code.
                packages: ["Subprocess", "SystemPackage"],
                reason: "the protocols of SSH must not depend on a library for SSH"
            ),
            ModuleRule(
                module: "SSHTransport",
                modules: ["Transport", "FleetModel", "CLibSSH2"],
                // Hashed lines of known_hosts need HMAC.
                packages: ["Crypto", "NIOConcurrencyHelpers", "NIOCore", "NIOPosix"],
                reason: "the only place that knows libssh2"
            ),
            ModuleRule(
                module: "HTTPClient",
                modules: ["FleetModel", "CLibCurl"],
                packages: [],
                reason: "the only place that knows libcurl"
            ),
            ModuleRule(
                module: "MQTTClient",
                modules: ["FleetModel", "CMosquitto"],
                packages: [],
                forbidden: ["Foundation"],
                reason: "the only place that knows libmosquitto; the worker on a gateway links it"
            ),
            ModuleRule(
                module: "Service",
                modules: ["FleetModel"],
                packages: ["Logging"],
                forbidden: ["Foundation"],
                reason: "what systemd and a service tell each other, for broker and worker alike"
            ),
            ModuleRule(
                module: "KeyExchange",
                modules: ["FleetModel", "CLibYAML"],
                packages: [],
                forbidden: ["Foundation"],
                reason: "wgkex's formats and settings as values, for broker, worker and checks; stays small"
            ),
            ModuleRule(
                module: "KeyBroker",
                modules: ["FleetModel", "KeyExchange", "MQTTClient", "Service"],
                packages: [
                    "GRDB", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "NIOHTTPTypes",
                    "NIOPosix", "ServiceLifecycle",
                ],
                reason: "a service of its own: it must run without a workspace"
            ),
            ModuleRule(
                module: "KeyWorker",
                modules: ["FleetModel", "KeyExchange", "MQTTClient", "Service", "CLibMnl"],
                packages: ["Logging"],
                forbidden: ["Foundation"],
                reason: "runs on gateways, so it links C libraries that are there instead of packages"
            ),
            ModuleRule(
                module: "Mesh",
                modules: ["FleetModel", "Transport", "KeyExchange"],
                packages: ["CZlib"],
                reason: "observes; what follows from a verdict is up to Rollouts"
            ),
            ModuleRule(
                module: "FleetStore",
                // Planning and Transactions: the journal's values hold theirs, and Rollouts doesn't pass them on.
                modules: ["FleetModel", "Rollouts", "Mesh", "Planning", "Transactions"],
                packages: ["GRDB", "GRDBSQLite"],
                reason: "the only place that knows the schema, with the broker's store beside it"
            ),
            ModuleRule(
                module: "Reporting",
                // Transactions: a rollout's status holds states of transactions. Simulation: what a rehearsal found is a
                // value like others.
                modules: ["FleetModel", "Planning", "Rollouts", "Mesh", "Simulation", "Transactions"],
                packages: [],
                reason: "renders values that it is given, and reads neither database nor devices"
            ),
            ModuleRule(
                module: "Simulation",
                // Mesh: what a gate said is a value of it. Transport: an emergency asks through its protocols.
                modules: ["FleetModel", "Mesh", "Planning", "Rollouts", "Transactions", "Transport"],
                packages: [],
                reason: "a world for the machine alone: what it needs besides values would make it slow or uncertain"
            ),
            commands("UmstiegCommands"), commands("umstieg"),
            ModuleRule(
                module: "umstieg-worker",
                modules: ["FleetModel", "KeyExchange", "KeyWorker", "MQTTClient", "Service"],
                packages: ["ArgumentParser"],
                forbidden: ["Foundation"],
                reason: "runs on gateways and stays small"
            ),
            ModuleRule(
                module: "UmstiegTesting",
                modules: core,
                packages: ["Testing"],
                reason: "the core's protocols are all that a simulated fleet stands in for"
            ),
        ]

    /// The commands may import all that isn't a C module, which `all` can't hold before it is made.
    private static func commands(_ module: String) -> ModuleRule {
        ModuleRule(
            module: module,
            modules: core.union([
                "FleetStore", "HTTPClient", "Importing", "KeyBroker", "KeyTranslation", "KeyWorker", "MQTTClient",
                "Reporting",
                "SSHTransport", "Service", "Simulation", "UmstiegCommands",
            ]),
            packages: ["ArgumentParser"],
            reason: "declares, validates and delegates; C libraries have a module of their own"
        )
    }

    /// Why an import is forbidden, or nil if it is allowed.
    func objection(to imported: String) -> String? {
        let allowed = modules.union(packages).union(Self.system).subtracting(forbidden).union([module])
        guard !allowed.contains(imported) else { return nil }
        return "\(module) may not import \(imported): it \(reason)"
    }
}
