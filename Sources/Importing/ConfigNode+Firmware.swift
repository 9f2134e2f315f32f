import Planning

extension ConfigNode {
    /// `{release: v2023.2.4, branch: stable, within: 20m}`, or `image: {file:, sha256:, boards: […]}` in place of `branch`.
    func firmwareStep() -> FirmwareStep? {
        guard let fields = mapping(allowed: ["release", "branch", "image", "within"]) else { return nil }
        let release = fields.required("release")?.release()
        let branch = fields.optional("branch").map { $0.name() }
        let image = fields.optional("image").map { $0.firmwareImage() }
        let within = fields.optional("within").map { $0.seconds(in: 180...3600) } ?? 1200
        let source: FirmwareStep.Source?
        switch (branch, image) {
        case (let name?, nil): source = name.map { .autoupdater(branch: $0) }
        case (nil, let image?): source = image.map { .image($0) }
        case (nil, nil), (_?, _?):
            fail("expected either «branch», from which the node's autoupdater takes it, or «image»")
            return nil
        }
        guard let release, let source, let within else { return nil }
        return FirmwareStep(source: source, release: release, within: within)
    }

    private func firmwareImage() -> FirmwareImage? {
        guard let fields = mapping(allowed: ["file", "sha256", "boards"]) else { return nil }
        let file = fields.required("file")?.string()
        let digest = fields.required("sha256")?.digest()
        let boards = fields.required("boards")?.strings()
        guard let file, let digest, let boards else { return nil }
        guard !file.hasPrefix("/"), !file.split(separator: "/").contains("..") else {
            fail("an image is named as a file beside the playbook, found «\(file)»")
            return nil
        }
        guard !boards.isEmpty, boards.allSatisfy({ (1...64).contains($0.utf8.count) }) else {
            fail("expected the boards that the image is for, as /tmp/sysinfo/board_name of a node tells")
            return nil
        }
        return FirmwareImage(path: file, digest: digest, boards: boards)
    }

    /// As `sha256sum` prints it.
    private func digest() -> String? {
        guard let text = string() else { return nil }
        guard text.utf8.count == 64, text.utf8.allSatisfy("0123456789abcdef".utf8.contains) else {
            return unexpected("64 hexadecimal digits, as sha256sum prints them")
        }
        return text
    }

    /// Releases may be Debian's versions, too: `2.0.3+0~20190915`.
    private func release() -> String? {
        guard let text = string() else { return nil }
        let isRelease = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "._-+~".utf8.contains(byte)
            }
        }
        guard isRelease, (1...64).contains(text.utf8.count) else {
            return unexpected("a release as /lib/gluon/release of a node tells it")
        }
        return text
    }
}
