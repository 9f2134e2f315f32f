import Testing

@testable import Importing

struct PointInTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2017-07-28T22:54:02+0200", 1_501_275_242),
        ("2015-04-19T13:45:01", 1_429_451_101),
        ("2024-02-29T12:00:00.123Z", 1_709_208_000), ("2000-03-01T00:00:00-05:30", 951_888_600),
        ("2100-03-01 00:00:00+00", 4_107_542_400),
    ])
    func `times as maps write them`(text: String, seconds: Int) {
        #expect(PointInTime.seconds(text) == seconds)
    }

    @Test(arguments: [
        "", "@now", "2017-07-28", "2017-13-28T22:54:02Z", "2017-07-28T22:54:02+", "2017-07-28T22:54:02X",
        "2017-07-28T2a:54:02",
        "1969-01-01T00:00:00Z", "2017-07-28T22:54:02+9900",
    ])
    func `what is no time`(text: String) {
        #expect(PointInTime.seconds(text) == nil)
    }

    @Test func `numbers are seconds, or milliseconds`() {
        #expect(PointInTime.seconds(1_501_275_242) == 1_501_275_242)
        #expect(PointInTime.seconds(1_501_275_242_000) == 1_501_275_242)
        #expect(PointInTime.seconds(-1) == nil)
    }
}
