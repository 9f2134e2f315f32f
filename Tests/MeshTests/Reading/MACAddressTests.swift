import FleetModel
import Foundation
import Mesh
import Testing

struct MACAddressTests {
    @Test(arguments: ["02:ca:ff:ee:00:01", "02:CA:FF:EE:00:01"])
    func `an address is read in upper and lower case and written in lower case`(text: String) throws {
        let address = try #require(MACAddress(text))
        #expect(address.bits == 0x02ca_ffee_0001)
        #expect(address.description == "02:ca:ff:ee:00:01")
        #expect(address.nodeID == "02caffee0001")
    }

    @Test(arguments: [
        "", "02:ca:ff:ee:00", "02:ca:ff:ee:00:0", "02:ca:ff:ee:00:011", "02-ca-ff-ee-00-01", "02:ca:ff:ee:00:0g",
        " 2:ca:ff:ee:00:01", "+2:ca:ff:ee:00:01", "02:ca:ff:ee:0００:01", "02caffee0001",
    ])
    func `nothing else is an address`(text: String) {
        #expect(MACAddress(text) == nil)
    }

    @Test func `addresses of groups have the lowest bit of the first byte set`() throws {
        #expect(try #require(MACAddress("33:33:00:00:00:01")).isMulticast)
        #expect(try #require(MACAddress("01:00:5e:00:00:01")).isMulticast)
        #expect(try #require(MACAddress("fe:ff:ff:ff:ff:ff")).isMulticast == false)
        #expect(!MACAddress.zero.isMulticast)
    }

    @Test func `addresses are ordered as their text`() throws {
        let texts = ["00:00:00:00:00:00", "02:00:00:00:00:ff", "02:00:00:00:01:00", "ff:ff:ff:ff:ff:ff"]
        #expect(try texts.shuffled().map { try #require(MACAddress($0)) }.sorted().map(\.description) == texts)
    }

    @Test func `an address is encoded as its text`() throws {
        let address = try #require(MACAddress("02:ca:ff:ee:00:01"))
        let json = try JSONEncoder().encode([address])
        #expect(String(decoding: json, as: UTF8.self) == #"["02:ca:ff:ee:00:01"]"#)
        #expect(try JSONDecoder().decode([MACAddress].self, from: json) == [address])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([MACAddress].self, from: Data(#"["02"]"#.utf8)) }
    }

    @Test(arguments: [
        ("fe80::1/64", "fe80::1/64", false), ("fe80::1", "fe80::1/128", true), ("10.0.0.1", "10.0.0.1/32", true),
        ("10.0.0.0/8", "10.0.0.0/8", false), ("FE80:0::0:1/128", "fe80::1/128", true), ("::/0", "::/0", false),
    ])
    func `a prefix is one address, or a network`(text: String, written: String, isHost: Bool) throws {
        let prefix = try #require(AddressPrefix(text))
        #expect(prefix.description == written)
        #expect(prefix.isHost == isHost)
    }

    @Test(arguments: [
        "", "/", "fe80::1/", "fe80::1/129", "fe80::1/-1", "fe80::1/+1", "10.0.0.0/33", "fe80::1/64/64",
        "fe80::1%eth0/64",
        "fe80::1 /64", "fe80::1/ 64", "gw/64", "fe80::1/99999999999999999999",
    ])
    func `nothing else is a prefix`(text: String) {
        #expect(AddressPrefix(text) == nil)
    }
}
