import Foundation
import Planning
import Testing

struct MaintenanceWindowTests {
    /// Seconds since 1970 of a time in UTC: `2026-03-29 01:00`.
    private func time(_ text: String) throws -> Double {
        try Date("\(text.replacingOccurrences(of: " ", with: "T")):00Z", strategy: .iso8601).timeIntervalSince1970
    }

    @Test func `a window is read from its text and says it again`() throws {
        let window = try MaintenanceWindow("Sa 01:00-05:00 Europe/Berlin")
        #expect(window == MaintenanceWindow(weekdays: [6], opens: 60, closes: 300, timeZone: "Europe/Berlin"))
        #expect(window.description == "Sa 01:00-05:00 Europe/Berlin")
        #expect(try MaintenanceWindow("Mo,We 22:30-24:00 UTC").weekdays == [1, 3])
        #expect(try MaintenanceWindow("Mo,We 22:30-24:00 UTC").closes == 0)
        #expect(try MaintenanceWindow("Mo-Fr,Sa 00:00-01:00 UTC").weekdays == [1, 2, 3, 4, 5, 6])
        #expect(try MaintenanceWindow("Sa-Mo 00:00-01:00 UTC").weekdays == [1, 6, 7])
    }

    @Test(arguments: [
        ("", "expected days, times and a time zone like «Sa 01:00-05:00 Europe/Berlin», found «»"),
        ("Sa 01:00-05:00", "expected days, times and a time zone"),
        ("So 01:00-05:00 Europe/Berlin", "expected days of Mo, Tu, We, Th, Fr, Sa, Su, found «So»"),
        ("Mo,,Tu 01:00-05:00 UTC", "expected days of Mo, Tu, We, Th, Fr, Sa, Su, found «»"),
        ("Mo-Tu-We 01:00-05:00 UTC", "found «Mo-Tu-We»"),
        ("Mo- 01:00-05:00 UTC", "found «Mo-»"),
        ("Sa 1:00-05:00 UTC", "expected a time like 01:00, found «1:00»"),
        ("Sa 24:00-05:00 UTC", "found «24:00»"),
        ("Sa 01:60-05:00 UTC", "found «01:60»"),
        ("Sa 01:00 UTC", "expected two times like «01:00-05:00», found «01:00»"),
        ("Sa ٠١:00-05:00 UTC", "expected a time like 01:00"),
        ("Sa 01:00-05:00 Europe/Entenhausen", "expected a time zone like Europe/Berlin or UTC"),
        ("Sa 01:00-05:00 GMT+1", "expected a time zone"),
        ("Sa 01:00-05:00 ../../etc/passwd", "expected a time zone"),
    ])
    func `text that is no window is refused`(text: String, message: String) {
        let error = #expect(throws: MaintenanceWindow.Malformed.self) { try MaintenanceWindow(text) }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }

    @Test func `it is open from its opening to right before its closing`() throws {
        let window = try MaintenanceWindow("Sa 01:00-05:00 Europe/Berlin")
        let opening = try time("2026-01-10 00:00")
        let closing = try time("2026-01-10 04:00")
        #expect(!window.contains(opening - 1))
        #expect(window.contains(opening))
        #expect(window.contains(closing - 0.5))
        #expect(!window.contains(closing))
        #expect(window.closing(after: opening) == closing)
        #expect(window.closing(after: closing) == nil)
        #expect(window.nextOpening(after: opening - 1) == opening)
        #expect(window.nextOpening(after: opening) == opening + 7 * 86_400)
        #expect(window.nextOpening(after: closing) == opening + 7 * 86_400)
    }

    @Test func `a span over midnight belongs to the day on which it opens`() throws {
        let window = try MaintenanceWindow("Sa 23:00-02:00 Europe/Berlin")
        let opening = try time("2026-07-11 21:00")
        let closing = try time("2026-07-12 00:00")
        #expect(window.contains(opening))
        #expect(window.contains(closing - 1))
        #expect(window.closing(after: closing - 1) == closing)
        #expect(!window.contains(opening - 86_400))
        #expect(window.nextOpening(after: closing - 1) == opening + 7 * 86_400)
    }

    @Test func `it is shorter in the night in which summer time begins`() throws {
        // 2026-03-29, 02:00 CET is 03:00 CEST: 01:00 UTC.
        let window = try MaintenanceWindow("Su 01:00-05:00 Europe/Berlin")
        let opening = try time("2026-03-29 00:00")
        let closing = try time("2026-03-29 03:00")
        #expect(window.nextOpening(after: opening - 1) == opening)
        #expect(window.closing(after: opening) == closing)
        #expect(window.nextOpening(after: opening) == (try time("2026-04-04 23:00")))
    }

    @Test func `times that summer time leaves out are the moment of the change`() throws {
        let change = try time("2026-03-29 01:00")
        let late = try MaintenanceWindow("Su 02:30-05:00 Europe/Berlin")
        #expect(late.nextOpening(after: change - 3600) == change)
        #expect(late.closing(after: change) == (try time("2026-03-29 03:00")))
        let early = try MaintenanceWindow("Su 01:00-02:30 Europe/Berlin")
        #expect(early.closing(after: change - 1) == change)
        let none = try MaintenanceWindow("Su 02:10-02:50 Europe/Berlin")
        #expect(!none.contains(change))
        #expect(none.nextOpening(after: change - 3600) == (try time("2026-04-05 00:10")))
    }

    @Test func `times that stand twice when summer time ends are the first ones`() throws {
        // 2026-10-25, 03:00 CEST is 02:00 CET: 01:00 UTC.
        let window = try MaintenanceWindow("Su 01:00-05:00 Europe/Berlin")
        let opening = try time("2026-10-24 23:00")
        #expect(window.nextOpening(after: opening - 1) == opening)
        #expect(window.closing(after: opening) == (try time("2026-10-25 04:00")))
        let twice = try MaintenanceWindow("Su 02:10-02:50 Europe/Berlin")
        #expect(twice.contains(try time("2026-10-25 00:30")))
        #expect(!twice.contains(try time("2026-10-25 01:30")))
        #expect(twice.closing(after: try time("2026-10-25 00:30")) == (try time("2026-10-25 00:50")))
    }

    @Test func `a span over midnight into a night of change keeps local times`() throws {
        let window = try MaintenanceWindow("Sa 23:00-04:00 Europe/Berlin")
        #expect(window.closing(after: try time("2026-03-28 22:00")) == (try time("2026-03-29 02:00")))
        #expect(window.closing(after: try time("2026-10-24 21:00")) == (try time("2026-10-25 03:00")))
    }

    @Test func `days that touch one another are one span`() throws {
        let weekend = try MaintenanceWindow("Sa-Su 00:00-24:00 UTC")
        let saturday = try time("2026-01-10 00:00")
        #expect(weekend.closing(after: saturday) == saturday + 2 * 86_400)
        let always = try MaintenanceWindow("Mo-Su 12:00-12:00 Europe/Berlin")
        #expect(always.contains(saturday))
        #expect(try #require(always.closing(after: saturday)) >= saturday + 7 * 86_400)
    }

    @Test func `no moment traps`() throws {
        let window = try MaintenanceWindow("Sa 01:00-05:00 Europe/Berlin")
        for moment in [Double.nan, .infinity, -.infinity, 1e300, -1e300, 1e18] {
            #expect(!window.contains(moment))
            #expect(window.closing(after: moment) == nil)
            #expect(window.nextOpening(after: moment) == .infinity)
        }
        let never = MaintenanceWindow(weekdays: [], opens: 0, closes: 1, timeZone: "None/None")
        #expect(never.nextOpening(after: 0) == .infinity)
        #expect(window.nextOpening(after: -1e10).isFinite)
    }
}
