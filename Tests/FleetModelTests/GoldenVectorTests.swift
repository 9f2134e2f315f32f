import FleetModel
import Foundation
import KeyTranslation
import Testing

/// Values that communities computed with their own programs.
///
/// They are not part of this repository.
struct GoldenVectorTests {
    /// Shape of `vectors.json`.
    struct Vectors: Decodable {
        struct VNI: Decodable {
            var domainSeed: String
            var key: String
            var vni: Int
        }

        struct LinkLocal: Decodable {
            var publicKey: String
            var variant: String
            var address: String
        }

        struct Translation: Decodable {
            var fastdPublic: String
            var wgPublic: String
        }

        var vni: [VNI]
        var linklocal: [LinkLocal]
        var keyTranslate: [Translation]
    }

    /// `<package>/../shared/data/golden-vectors/vectors.json`.
    static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardizedFileURL.appending(path: "shared/data/golden-vectors/vectors.json")
    static let isPresent = FileManager.default.fileExists(atPath: file.path(percentEncoded: false))

    private func vectors() throws -> Vectors {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Vectors.self, from: Data(contentsOf: Self.file))
    }

    private func dialect(ofSeedKey key: String) throws -> Dialect {
        try #require(["gluon-mesh-vpn-vxlan": Dialect.ffmuc, "gluon-mesh-vxlan": .gluon][key])
    }

    @Test(.enabled(if: isPresent, "golden vectors are not beside this checkout"))
    func `all golden network identifiers match`() throws {
        let rows = try vectors().vni
        #expect(!rows.isEmpty)
        for row in rows {
            #expect(try dialect(ofSeedKey: row.key).vni(ofSeed: row.domainSeed) == row.vni)
        }
    }

    @Test(.enabled(if: isPresent, "golden vectors are not beside this checkout"))
    func `all golden link-local addresses match`() throws {
        let rows = try vectors().linklocal
        #expect(!rows.isEmpty)
        for row in rows {
            let dialect: Dialect =
                row.variant.contains("newline") && !row.variant.contains("no newline") ? .ffmuc : .gluon
            #expect(try dialect.linkLocal(of: WireGuardKey(row.publicKey)) == row.address, "\(row.variant)")
        }
    }

    @Test(.enabled(if: isPresent, "golden vectors are not beside this checkout"))
    func `all golden key translations match`() throws {
        let rows = try vectors().keyTranslate
        #expect(!rows.isEmpty)
        for row in rows {
            #expect(try WireGuardKey(fastdKey: row.fastdPublic).base64 == row.wgPublic)
        }
    }
}
