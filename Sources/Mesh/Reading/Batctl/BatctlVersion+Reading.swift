extension BatctlVersion {
    /// Reads `batctl -v`, as `batctl debian-2023.0-1 [batman-adv: 2022.3]`.
    package init(reading output: ToolOutput) throws(ReadingError) {
        var line = try ToolAnswer(output, of: "batctl -v").line()
        try line.expect("batctl ")
        let program = try line.word("a version")
        line.skipBlanks()
        try line.expect("[batman-adv: ")
        let module = try line.text(upTo: "]")
        try line.end()
        self.init(
            program: String(decoding: program, as: UTF8.self),
            module: module.elementsEqual("module not loaded".utf8) ? nil : String(decoding: module, as: UTF8.self)
        )
    }
}
