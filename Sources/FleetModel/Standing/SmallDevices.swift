/// Models that have too little flash or memory for a Gluon with WireGuard.
///
/// The list is that of the removed devices in the release notes of Gluon v2022.1, without those that later came back.
package enum SmallDevices {
    /// By the model's name without its maker and version, the versions; nil stands for all.
    private static let versions: [String: [Int]?] = [
        "tl-mr13u": [1], "tl-mr3020": [1], "tl-mr3040": [1, 2], "tl-mr3220": [1, 2], "tl-mr3420": [1, 2],
        "tl-wa701n": [1, 2], "tl-wa730re": [1], "tl-wa750re": [1], "tl-wa801n": [1, 2, 3], "tl-wa830re": [1, 2],
        "tl-wa850re": [1], "tl-wa860re": [1], "tl-wa901n": [1, 2, 3, 4, 5], "tl-wa7210n": [2], "tl-wa7510n": [1],
        "tl-wr703n": [1], "tl-wr710n": [1, 2], "tl-wr740n": [1, 3, 4, 5], "tl-wr741n": [1, 2, 4, 5],
        "tl-wr743n": [1, 2], "tl-wr840n": [2], "tl-wr841n": [1, 2, 3, 5, 7, 8, 9, 10, 11, 12], "tl-wr843n": [1],
        "tl-wr940n": [1, 2, 3, 4, 5, 6], "tl-wr941n": [2, 3, 4, 5, 6], "tl-wr1043n": [1], "tl-wdr4900": [1],
        "dir-615": nil, "wrt160nl": nil, "airgateway": nil, "airrouter": nil, "a5-v11": nil, "vocore": nil,
    ]

    /// Whether a model is on the list; false for one that nobody knows.
    package static func contain(_ model: String) -> Bool {
        let words = model.lowercased().split(separator: " ")
        for (position, word) in words.enumerated() {
            // `TL-WR841N/ND` and `TL-WR841ND` are one model.
            let plain = word.split(separator: "/").first.map(String.init) ?? ""
            let name = plain.hasSuffix("nd") ? String(plain.dropLast()) : plain
            guard let versions = versions[name] else { continue }
            guard let versions else { return true }
            return version(in: words.dropFirst(position + 1)).map(versions.contains) ?? false
        }
        return false
    }

    /// 11 of `v11`, also where `v11.1` stands.
    private static func version(in words: ArraySlice<Substring>) -> Int? {
        words.lazy.compactMap { word in word.first == "v" ? Int(word.dropFirst().prefix { $0 != "." }) : nil }.first
    }
}
