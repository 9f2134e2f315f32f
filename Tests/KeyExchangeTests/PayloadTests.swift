import FleetModel
import KeyExchange
import Testing

/// Whatever comes over MQTT or HTTP is read, or refused with a reason.
struct PayloadTests {
    private static let key = "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g="

    @Test(arguments: [
        ("", "not JSON"), ("{", "not JSON"), ("[]", "«.» is of the wrong type"), ("{}", "is missing"),
        (#"{"ExternalAddress":"a","Port":0,"PublicKey":"\#(key)","LinkAddress":"fe80::1"}"#, "«Port»"),
        (#"{"ExternalAddress":"a","Port":"x","PublicKey":"\#(key)","LinkAddress":"fe80::1"}"#, "«Port»"),
        (#"{"ExternalAddress":"a b","Port":1,"PublicKey":"\#(key)","LinkAddress":"fe80::1"}"#, "«ExternalAddress»"),
        (#"{"ExternalAddress":"","Port":1,"PublicKey":"\#(key)","LinkAddress":"fe80::1"}"#, "«ExternalAddress»"),
        (#"{"ExternalAddress":"a","Port":1,"PublicKey":"x","LinkAddress":"fe80::1"}"#, "its key is no WireGuard key"),
        (#"{"ExternalAddress":"a","Port":1,"PublicKey":"\#(key)","LinkAddress":"fd00::1"}"#, "«LinkAddress»"),
    ])
    func `data that no worker would say are refused with a reason`(text: String, reason: String) {
        let error = #expect(throws: PayloadError.self) { try GatewayData(payload: Array(text.utf8)) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func `a port may be text`() throws {
        let text = #"{"ExternalAddress":"a","Port":"40003","PublicKey":"\#(Self.key)","LinkAddress":"fe80::1"}"#
        #expect(try GatewayData(payload: Array(text.utf8)).port == 40003)
    }

    @Test(arguments: [
        "", "null", "[]", "{}", #"{"domain":"x"}"#, #"{"public_key":"\#(key)"}"#,
        #"{"domain":1,"public_key":"\#(key)"}"#, #"{"domain":"x","public_key":null}"#,
        #"{"domain":"x","public_key":"\#(key)\n"}"#, #"{"domain":"x","public_key":"\#(String(key.dropLast(2)))B="}"#,
    ])
    func `a body that is no registration is refused`(text: String) {
        #expect(throws: PayloadError.self) { try Registration(body: Array(text.utf8)) }
    }

    @Test func `a body above its limit and one that nests are refused`() {
        #expect(throws: PayloadError.self) { try Registration(body: [UInt8](repeating: 0x20, count: 5000)) }
        let nested = String(repeating: "[", count: 4000)
        #expect(throws: PayloadError.self) { try Registration(body: Array(nested.utf8)) }
    }

    @Test func `members that nobody knows don't matter`() throws {
        let body = #"{"domain":"x","public_key":"\#(Self.key)","more":[1]}"#
        #expect(try Registration(body: Array(body.utf8)) == Registration(domain: "x", key: Fixture.gatewayKey))
    }

    @Test func `lists of keys pass over comments and tell lines that are none`() {
        let text = "\u{feff}# gone\n\n \(Self.key) # gw\r\nnonsense\n\(Self.key)"
        let read = KeyList.read(Array(text.utf8), limit: 10)
        #expect(read.keys == [Fixture.gatewayKey, Fixture.gatewayKey])
        #expect(read.bad == [4])
        #expect(KeyList.read(Array("\(Self.key)\n\(Self.key)".utf8), limit: 1).bad == [2])
    }

    @Test func `link-local addresses are read in any spelling and written in one`() throws {
        let address = try #require(LinkLocalAddress("FE80:0::27c:16FF:fec0:6c74"))
        #expect(address.description == "fe80::27c:16ff:fec0:6c74")
        #expect(LinkLocalAddress(bytes: address.bytes) == address)
        #expect(LinkLocalAddress("fe80::1") == .gluonGateway)
        for text in ["", "fe80::1%eth0", "fe80:1::1", "fd00::1", "10.0.0.1", String(repeating: "f", count: 100)] {
            #expect(LinkLocalAddress(text) == nil, "\(text)")
        }
        for dialect in Dialect.allCases {
            let derived = LinkLocalAddress(of: Fixture.nodeKey, in: dialect)
            #expect(derived.description == dialect.linkLocal(of: Fixture.nodeKey))
        }
    }
}
