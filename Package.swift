// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let package = Package(
    name: "umstieg",
    products: [
        .executable(name: "umstieg", targets: ["umstieg"]),
        .executable(name: "umstieg-worker", targets: ["umstieg-worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // Its broker needs neither settings from the environment nor all of Foundation.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .target(
            name: "FleetModel",
            dependencies: [crypto],
            swiftSettings: settings
        ),
        .target(
            name: "KeyTranslation",
            dependencies: ["FleetModel", .product(name: "BigInt", package: "BigInt")],
            swiftSettings: settings
        ),
        .target(
            name: "Importing",
            dependencies: ["FleetModel", "Planning", .product(name: "Yams", package: "Yams")],
            swiftSettings: settings
        ),
        .target(
            name: "Planning",
            dependencies: ["FleetModel", .product(name: "Mustache", package: "swift-mustache")],
            swiftSettings: settings
        ),
        .target(
            name: "Transactions",
            dependencies: ["FleetModel", "Planning"],
            // On the device they are one file, in this order.
            resources: [
                "prelude", "json", "state", "transaction", "listing", "snapshot", "uci", "network", "timer", "steps",
                "undo",
                "boot", "begin", "verbs",
            ].map { .embedInCode("Resources/\($0).sh") },
            swiftSettings: settings
        ),
        .target(
            name: "Transport",
            dependencies: [
                "FleetModel",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .systemLibrary(name: "CLibSSH2", pkgConfig: "libssh2", providers: [.apt(["libssh2-1-dev"])]),
        .target(
            name: "SSHTransport",
            dependencies: [
                "CLibSSH2", "FleetModel", "Transport", crypto,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CLibMnl", pkgConfig: "libmnl", providers: [.apt(["libmnl-dev"])]),
        .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"])]),
        .target(name: "HTTPClient", dependencies: ["CLibCurl", "FleetModel"], swiftSettings: settings),
        .target(name: "MQTTClient", dependencies: ["CMosquitto", "FleetModel"], swiftSettings: settings),
        .target(name: "Service", dependencies: ["FleetModel", logging], swiftSettings: settings),
        .target(
            name: "KeyExchange",
            dependencies: ["CLibYAML", "FleetModel"],
            swiftSettings: settings,
            // The archive: gateways don't have the shared library.
            linkerSettings: [.linkedLibrary(":libyaml.a")]
        ),
        .target(
            name: "KeyBroker",
            dependencies: [
                "FleetModel", "KeyExchange", "MQTTClient", "Service", grdb, logging,
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            resources: [.embedInCode("Resources/openapi.json")],
            swiftSettings: settings
        ),
        .target(
            name: "KeyWorker",
            dependencies: ["CLibMnl", "FleetModel", "KeyExchange", "MQTTClient", "Service", logging],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "umstieg-worker",
            dependencies: [
                "KeyExchange", "KeyWorker", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings,
            // Nothing looks for symbols in it: without a table of them, and all that only stands in it, it is a
            // fifteenth smaller.
            linkerSettings: [.unsafeFlags(["-Xlinker", "--no-export-dynamic"])]
        ),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Mesh", dependencies: ["CZlib", "FleetModel", "Transport"], swiftSettings: settings),
        .target(
            name: "Rollouts",
            dependencies: ["FleetModel", "Mesh", "Planning", "Transactions", "Transport"],
            swiftSettings: settings
        ),
        .target(
            name: "FleetStore",
            dependencies: [
                "FleetModel", "Mesh", "Planning", "Rollouts", "Transactions", grdb,
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Reporting",
            dependencies: ["FleetModel", "Mesh", "Planning", "Rollouts", "Simulation", "Transactions"],
            swiftSettings: settings
        ),
        .target(
            name: "UmstiegCommands",
            dependencies: [
                "FleetModel", "FleetStore", "HTTPClient", "Importing", "KeyBroker", "KeyExchange", "KeyTranslation",
                "KeyWorker", "MQTTClient", "Mesh", "Planning", "Reporting", "Rollouts", "SSHTransport", "Service",
                "Simulation", "Transactions", "Transport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // For firmware, not for workspaces.
            exclude: ["Samples/Playbooks/gluon"],
            // Links to the top-level directories, which hold what a user starts from.
            resources: [.embedInCode("Samples")],
            swiftSettings: settings
        ),
        .executableTarget(name: "umstieg", dependencies: ["UmstiegCommands"], swiftSettings: settings),
        .executableTarget(
            name: "umstieg-bench-inventory",
            dependencies: ["FleetModel", "FleetStore", "Importing"],
            path: "Benchmarks/umstieg-bench-inventory",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "umstieg-bench-mesh",
            dependencies: ["FleetModel", "Mesh", "UmstiegTesting"],
            path: "Benchmarks/umstieg-bench-mesh",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "umstieg-bench-peers",
            dependencies: ["FleetModel", "KeyExchange", "KeyWorker"],
            path: "Benchmarks/umstieg-bench-peers",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "umstieg-bench-exchange",
            dependencies: ["FleetModel"],
            path: "Benchmarks/umstieg-bench-exchange",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "umstieg-bench-plan",
            dependencies: ["FleetModel", "Planning"],
            path: "Benchmarks/umstieg-bench-plan",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "umstieg-bench-ssh",
            dependencies: ["SSHTransport", "Transport"],
            path: "Benchmarks/umstieg-bench-ssh",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "umstieg-bench-transaction",
            dependencies: ["FleetModel", "Importing", "Planning", "Rollouts", "Transport", "UmstiegTesting"],
            path: "Benchmarks/umstieg-bench-transaction",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "umstieg-fuzz",
            dependencies: ["Importing", "Mesh", "UmstiegTesting"],
            path: "Benchmarks/umstieg-fuzz",
            // A link to the tests' fixtures.
            resources: [.embedInCode("Seeds")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "umstieg-simulate",
            dependencies: ["Rollouts", "Simulation", "UmstiegTesting"],
            path: "Benchmarks/umstieg-simulate",
            swiftSettings: settings
        ),
        .target(
            name: "Simulation",
            dependencies: ["FleetModel", "Mesh", "Planning", "Rollouts", "Transactions", "Transport"],
            swiftSettings: settings
        ),
        .target(
            name: "UmstiegTesting",
            dependencies: ["FleetModel", "Mesh", "Planning", "Rollouts", "Transport"],
            swiftSettings: settings
        ),

        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "FleetModel", "FleetStore", "Mesh", "Planning", "Rollouts", "UmstiegCommands", "UmstiegTesting",
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "FirmwareTests", dependencies: ["UmstiegTesting"], swiftSettings: settings),
        .testTarget(
            name: "DeviceScriptTests",
            dependencies: ["FleetModel", "Planning", "Transactions"],
            exclude: ["Doubles", "openwrt-applets.txt"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FleetModelTests",
            dependencies: ["FleetModel", "KeyTranslation", "UmstiegTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FleetStoreTests",
            dependencies: ["FleetModel", "FleetStore", "Mesh", "Planning", "Rollouts", "Transactions", grdb],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ImportingTests",
            dependencies: ["FleetModel", "Importing", "KeyExchange", "KeyWorker", "Planning", "UmstiegTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HTTPClientTests",
            dependencies: ["HTTPClient", "UmstiegTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "KeyBrokerTests",
            dependencies: ["FleetModel", "KeyBroker", "KeyExchange", "MQTTClient", "UmstiegTesting", logging],
            swiftSettings: settings
        ),
        .testTarget(
            name: "KeyExchangeTests",
            dependencies: ["FleetModel", "KeyExchange", "UmstiegTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "KeyWorkerTests",
            dependencies: [
                "FleetModel", "KeyExchange", "KeyWorker", "MQTTClient", "Service", "UmstiegTesting", logging,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LabTests",
            // The program itself is run, so it has to be built.
            dependencies: ["FleetModel", "Transport", "UmstiegTesting", "umstieg", "umstieg-worker"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MQTTClientTests",
            dependencies: ["MQTTClient", "UmstiegTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MeshTests",
            dependencies: ["FleetModel", "Mesh", "Transport", "UmstiegTesting"],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(name: "PlanningTests", dependencies: ["FleetModel", "Planning"], swiftSettings: settings),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["FleetModel", "Mesh", "Planning", "Reporting", "Rollouts", "Simulation", "UmstiegTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RolloutsTests",
            dependencies: [
                "FleetModel", "Mesh", "Planning", "Rollouts", "Transactions", "Transport", "UmstiegTesting",
            ],
            exclude: ["transitions.txt"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ServiceTests",
            dependencies: ["Service", "UmstiegTesting", logging],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "FleetModel", "Planning", "Rollouts", "Simulation", "Transactions", "UmstiegTesting",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SSHTransportTests",
            dependencies: ["SSHTransport", "Transport", "UmstiegTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "TransactionsTests",
            dependencies: ["FleetModel", "Planning", "Transactions", "Transport"],
            swiftSettings: settings
        ),
        .testTarget(name: "TransportTests", dependencies: ["Transport", "UmstiegTesting"], swiftSettings: settings),
    ]
)
