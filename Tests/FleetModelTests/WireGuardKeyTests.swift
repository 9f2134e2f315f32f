import FleetModel
import KeyTranslation
import Testing

struct WireGuardKeyTests {
    private let fastdKey = "12760ee9088d7b737a11c21c587ab73b64be3c2834eaef6185ec66c3c05c1d78"

    @Test(arguments: [
        "", "abc",
        "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g",
        "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2h=",
        "TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g=\n",
        "TszFS3oFRdhsJP3K0VOlklGMGYZy_oFCtlaghXJqW2g=",
    ])
    func `text that the key exchange would refuse is no key`(text: String) {
        #expect(throws: KeyError.malformedWireGuardKey(text)) { try WireGuardKey(text) }
    }

    @Test func `a fastd key is translated whatever its case`() throws {
        let translated = "Gluon+LYDa2ib6EDnWlRELwrst1s1Ut7WKNR5LMI83c="
        #expect(try WireGuardKey(fastdKey: fastdKey).base64 == translated)
        #expect(try WireGuardKey(fastdKey: fastdKey.uppercased()).base64 == translated)
        #expect(try WireGuardKey(translated).base64 == translated)
    }

    @Test func `the other parity is another key`() throws {
        let other = String(fastdKey.dropLast(2)) + "f8"
        #expect(try WireGuardKey(fastdKey: other) != WireGuardKey(fastdKey: fastdKey))
    }

    @Test(arguments: ["", "12", String(repeating: "x", count: 64)])
    func `text that isn't 64 hexadecimal digits is no fastd key`(text: String) {
        #expect(throws: KeyError.malformedFastdKey(text)) { try WireGuardKey(fastdKey: text) }
    }

    @Test func `a key off the curve is refused`() {
        let bytes = (0..<40).map { "\($0 + 10)" + String(repeating: "0", count: 62) }
        let refused = bytes.filter { key in
            do throws(KeyError) {
                _ = try WireGuardKey(fastdKey: key)
                return false
            } catch {
                #expect(error == .offCurve(key))
                return true
            }
        }
        #expect((10...30).contains(refused.count), "about half of all numbers are no coordinate")
        let beyondPrime = String(repeating: "f", count: 64)
        #expect(throws: KeyError.offCurve(beyondPrime)) { try WireGuardKey(fastdKey: beyondPrime) }
    }

    @Test(arguments: ["00", "80"])
    func `a point whose secret is known is refused`(lastByte: String) {
        let key = String(repeating: "0", count: 62) + lastByte
        #expect(throws: KeyError.weak(key)) { try WireGuardKey(fastdKey: key) }
    }
}
