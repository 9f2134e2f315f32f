import KeyExchange
import Logging
import Testing

@testable import KeyBroker

struct BrokerServiceTests {
    @Test func `a worker's settings, whose domains stand elsewhere, are none for a broker`() {
        var settings = Fixture.settings()
        settings.domains = []
        let error = #expect(throws: SettingsError.self) {
            try BrokerService(settings: settings, file: "worker.yaml", logger: Logger(label: "broker"))
        }
        #expect(error?.description == "worker.yaml: «domains» is missing: expected the list of domains")
    }
}
