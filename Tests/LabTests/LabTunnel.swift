import UmstiegTesting

/// An SSH tunnel from here to the lab's broker and MQTT server, as an admin opens one where these listen inside only.
final class LabTunnel: Sendable {
    let mqttPort = FreePort.find()
    let brokerPort = FreePort.find()
    private let process: TestProcess

    init(_ lab: Lab) async throws {
        process = try TestProcess(
            try Lab.program,
            ["tunnel", "svc", "\(mqttPort):172.31.7.10:1883", "\(brokerPort):127.0.0.1:5000"]
        )
        try FreePort.wait(for: mqttPort)
        try FreePort.wait(for: brokerPort)
    }

    func close() { process.end() }
}
