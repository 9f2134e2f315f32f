import Logging
import Service
import Synchronization
import Testing

struct ServiceLogTests {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private func lines(hasPriorities: Bool, _ use: (inout Logger) -> Void) -> [String] {
        let lines = Lines()
        var logger = Logger(label: "test") { _ in
            ServiceLogHandler(hasPriorities: hasPriorities) { line in lines.all.withLock { $0.append(line) } }
        }
        logger.logLevel = .trace
        use(&logger)
        return lines.all.withLock { $0 }
    }

    @Test func `the journal gets priorities`() {
        let lines = lines(hasPriorities: true) { logger in
            for level in Logger.Level.allCases { logger.log(level: level, "said") }
        }
        #expect(lines == ["<7>said\n", "<7>said\n", "<6>said\n", "<5>said\n", "<4>said\n", "<3>said\n", "<2>said\n"])
    }

    @Test func `others get the level's name`() {
        #expect(lines(hasPriorities: false) { $0.warning("said") } == ["warning: said\n"])
    }

    @Test func `metadata follows by name, the event's own first in rank`() {
        let lines = lines(hasPriorities: false) { logger in
            logger[metadataKey: "worker"] = "gw04"
            logger[metadataKey: "domain"] = "all"
            logger.info("refused", metadata: ["domain": "muc", "key": "abc"])
        }
        #expect(lines == ["info: refused domain=muc key=abc worker=gw04\n"])
    }

    @Test func `an event stays a line`() {
        let lines = lines(hasPriorities: true) { $0.error("a\n<2>b", metadata: ["topic": "x\ny"]) }
        #expect(lines == ["<3>a\\n<2>b topic=x\\ny\n"])
    }

    @Test func `handlers write nothing below info unless told`() {
        #expect(ServiceLog.handler(label: "test").logLevel == .info)
    }
}
