import FleetModel
import KeyExchange
import Testing

@testable import KeyBroker

/// How much one may ask, and who one is.
struct LimitsTests {
    @Test func `a bucket gives so many at once, and as many again in a minute`() {
        var buckets = TokenBuckets<String>(perMinute: 6, capacity: 10)
        #expect((0..<6).allSatisfy { _ in buckets.take("a", now: .seconds(1)) == nil })
        #expect(buckets.take("a", now: .seconds(1)) == 10)
        #expect(buckets.take("b", now: .seconds(1)) == nil)
        #expect(buckets.take("a", now: .seconds(10.9)) == 1)
        #expect(buckets.take("a", now: .seconds(11.1)) == nil)
        #expect(buckets.take("a", now: .seconds(11.2)) == 10)
        #expect((0..<6).allSatisfy { _ in buckets.take("a", now: .seconds(1000)) == nil })
        #expect(buckets.take("a", now: .seconds(1000)) != nil)
        // A clock that goes back neither gives nor takes.
        #expect(buckets.take("a", now: .seconds(1)) != nil)
    }

    @Test func `buckets are bounded, and the latest stay`() {
        var buckets = TokenBuckets<Int>(perMinute: 1, capacity: 100)
        for number in 0..<10_000 { _ = buckets.take(number, now: .seconds(1)) }
        #expect(buckets.count <= 200)
        #expect(buckets.take(9_999, now: .seconds(1)) != nil)
        #expect(buckets.take(1, now: .seconds(1)) == nil)
    }

    @Test func `households are an address of IPv4 and 64 bits of IPv6`() throws {
        let address = { (text: String) in try #require(IPAddress(text)) }
        #expect(try address("2001:db8:1:2::1").household == address("2001:db8:1:2:ffff::9").household)
        #expect(try address("2001:db8:1:2::1").household != address("2001:db8:1:3::1").household)
        #expect(try address("192.0.2.1").household != address("192.0.2.2").household)
        #expect(try address("::ffff:192.0.2.1") == address("192.0.2.1"))
        #expect(try address("::ffff:192.0.2.1").description == "192.0.2.1")
        #expect(try address("2001:DB8:0:0::1").description == "2001:db8::1")
        for text in ["", "x", "1.2.3", "1.2.3.4.5", "fe80::1%eth0", "192.0.2.1:80", String(repeating: ":", count: 99)] {
            #expect(IPAddress(text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        ("10.0.0.1", ["192.0.2.9"], "192.0.2.9"),
        ("10.0.0.1", ["6.6.6.6, 192.0.2.9"], "192.0.2.9"),
        ("10.0.0.1", ["6.6.6.6", "192.0.2.9, 10.0.0.2"], "192.0.2.9"),
        ("10.0.0.1", ["6.6.6.6, 192.0.2.9 , 2001:db8::1"], "192.0.2.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["6.6.6.6, nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("192.0.2.1", ["6.6.6.6"], "192.0.2.1"),
        ("11.0.0.1", ["6.6.6.6"], "11.0.0.1"),
        ("::ffff:10.0.0.1", ["192.0.2.9"], "192.0.2.9"),
    ])
    func `the client is the rightmost who is no trusted proxy`(peer: String, forwarded: [String], client: String) throws
    {
        let proxies = try TrustedProxies(["10.0.0.0/8", "2001:db8::1"], file: "f")
        #expect(proxies.client(of: try #require(IPAddress(peer)), forwarded: forwarded) == IPAddress(client))
    }

    @Test func `without proxies nobody's word counts`() throws {
        let peer = try #require(IPAddress("127.0.0.1"))
        #expect(try TrustedProxies([], file: "f").client(of: peer, forwarded: ["6.6.6.6"]) == peer)
    }

    @Test(arguments: ["localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "/8", "2001:db8::/129", "10.0.0.0/-1"])
    func `a proxy that is no address is an error with its place`(entry: String) {
        #expect(throws: SettingsError.self) { try TrustedProxies(["10.0.0.1", entry], file: "f") }
    }
}
