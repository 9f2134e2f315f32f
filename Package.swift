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
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let package = Package(
    name: "umstieg",
    products: [
        .executable(name: "umstieg", targets: ["umstieg"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
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
                "prelude", "json", "state", "transaction", "listing", "snapshot", "network", "timer", "steps", "undo",
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
        .target(name: "Mesh", dependencies: ["FleetModel", "Transport"], swiftSettings: settings),
        .target(
            name: "Rollouts",
            dependencies: ["FleetModel", "Mesh", "Planning", "Transactions", "Transport"],
            swiftSettings: settings
        ),
        .target(
            name: "FleetStore",
            dependencies: ["FleetModel", "Planning", "Rollouts", "Transactions", grdb],
            swiftSettings: settings
        ),
        .target(
            name: "Reporting",
            dependencies: ["FleetModel", "Planning", "Rollouts", "Simulation", "Transactions"],
            swiftSettings: settings
        ),
        .target(
            name: "UmstiegCommands",
            dependencies: [
                "FleetModel", "FleetStore", "Importing", "KeyTranslation", "Mesh", "Planning", "Reporting", "Rollouts",
                "SSHTransport", "Simulation", "Transactions", "Transport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // Links to the top-level directories, which hold what a user starts from.
            resources: [.embedInCode("Samples")],
            swiftSettings: settings
        ),
        .executableTarget(name: "umstieg", dependencies: ["UmstiegCommands"], swiftSettings: settings),
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
            name: "umstieg-simulate",
            dependencies: ["Rollouts", "Simulation", "UmstiegTesting"],
            path: "Benchmarks/umstieg-simulate",
            swiftSettings: settings
        ),
        .target(
            name: "Simulation",
            dependencies: ["FleetModel", "Planning", "Rollouts", "Transactions"],
            swiftSettings: settings
        ),
        .target(
            name: "UmstiegTesting",
            dependencies: ["FleetModel", "Planning", "Rollouts", "Transport"],
            swiftSettings: settings
        ),

        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: ["FleetModel", "FleetStore", "Planning", "Rollouts", "UmstiegCommands"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "DeviceScriptTests",
            dependencies: ["FleetModel", "Planning", "Transactions"],
            exclude: ["Doubles", "openwrt-applets.txt"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FleetModelTests",
            dependencies: ["FleetModel", "KeyTranslation"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "FleetStoreTests",
            dependencies: ["FleetModel", "FleetStore", "Planning", "Rollouts", "Transactions", grdb],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ImportingTests",
            dependencies: ["FleetModel", "Importing", "Planning"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LabTests",
            // The program itself is run, so it has to be built.
            dependencies: ["FleetModel", "Transport", "umstieg"],
            swiftSettings: settings
        ),
        .testTarget(name: "MeshTests", dependencies: ["FleetModel", "Mesh"], swiftSettings: settings),
        .testTarget(name: "PlanningTests", dependencies: ["FleetModel", "Planning"], swiftSettings: settings),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["FleetModel", "Planning", "Reporting", "Rollouts", "Simulation"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RolloutsTests",
            dependencies: ["FleetModel", "Planning", "Rollouts", "Transactions", "Transport", "UmstiegTesting"],
            exclude: ["transitions.txt"],
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
