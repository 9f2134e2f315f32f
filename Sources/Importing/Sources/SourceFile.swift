package import FleetModel

/// Something that tells of the network: a file or a directory in one of several formats, or what a web server answered.
package struct SourceFile {
    package struct Options: Sendable {
        /// Nil tells it by the content.
        package var format: SourceFormat?
        /// graph.json to a nodes.json that isn't beside it: its path, and how the user named it.
        package var graph: (path: String, name: String)?
        /// Which groups of an Ansible inventory hold gateways.
        package var groups: [String]
        package var withPersonalData: Bool
        /// Makes JSON of a datagram of respondd; throws what is wrong with it.
        package var inflate: @Sendable (ArraySlice<UInt8>) throws -> [UInt8]

        package init(
            format: SourceFormat? = nil,
            graph: (path: String, name: String)? = nil,
            groups: [String] = [],
            withPersonalData: Bool = false,
            inflate: @escaping @Sendable (ArraySlice<UInt8>) throws -> [UInt8]
        ) {
            self.format = format
            self.graph = graph
            self.groups = groups
            self.withPersonalData = withPersonalData
            self.inflate = inflate
        }
    }

    /// Of a file that is read as a whole.
    static let largestText = 64 << 20

    /// What was read, and what it turned out to be.
    package var facts: SourceFacts
    package var format: SourceFormat

    /// Reads a file or directory.
    ///
    /// - Parameters:
    ///   - path: absolute.
    ///   - name: how the user named it, for errors.
    ///   - options: what is wanted of it.
    /// - Throws: `ConfigErrors` with file and place.
    package init(path: String, name: String, _ options: Options) throws(ConfigErrors) {
        if let directory = try SourceDirectory(path: path, name: name) {
            try self.init(directory, options)
        } else {
            var options = options
            options.graph = options.graph ?? Self.graph(beside: path, name)
            try self.init(try ByteStream(path: path, name: name), options)
        }
    }

    /// Reads what a web server answered.
    package init(_ bytes: [UInt8], name: String, _ options: Options) throws(ConfigErrors) {
        try self.init(ByteStream(bytes, name: name), options)
    }

    private init(_ stream: ByteStream, _ options: Options) throws(ConfigErrors) {
        let format: SourceFormat
        if let named = options.format {
            format = named
        } else {
            format = try SourceFormat(recognising: try stream.peek(), name: stream.name)
        }
        switch format {
        case .meshviewer, .nodes, .yanic:
            var graph: ByteStream?
            if let named = options.graph { graph = try ByteStream(path: named.path, name: named.name) }
            (facts, self.format) = try MapFile.read(
                stream,
                graph: graph,
                as: options.format,
                withPersonalData: options.withPersonalData
            )
            return
        case .umstieg:
            let fleet = try InventoryFile.read(try stream.rest(limit: Self.largestText), file: stream.name)
            facts = SourceFacts(fleet)
        case .respondd: facts = try RecordedAnswers.read(stream, options)
        case .ansible: facts = try AnsibleInventory.read(stream, groups: options.groups)
        case .fastdPeers: facts = try FastdPeerDirectory.read(stream)
        case .gluonDomain: facts = try GluonSite.read(stream)
        case .wgkex: facts = try WgkexFile.read(stream)
        }
        self.format = format
        if !options.withPersonalData { facts.removePersonalData() }
    }

    private init(_ directory: SourceDirectory, _ options: Options) throws(ConfigErrors) {
        let format: SourceFormat
        if let named = options.format {
            format = named
        } else {
            format = try SourceFormat(recognising: directory)
        }
        switch format {
        case .respondd: facts = try RecordedAnswers.read(directory, options)
        case .ansible: facts = try AnsibleInventory.read(directory, groups: options.groups)
        case .fastdPeers: facts = try FastdPeerDirectory.read(directory)
        case .gluonDomain: facts = try GluonSite.read(directory)
        case .meshviewer, .nodes, .yanic, .umstieg, .wgkex:
            throw ConfigErrors(directory.name, "", "is a directory; a \(format.rawValue) is one file")
        }
        self.format = format
    }

    /// Hopglass and its kind write both into one directory.
    private static func graph(beside path: String, _ name: String) -> (path: String, name: String)? {
        guard let file = path.split(separator: "/").last, file == "nodes.json" else { return nil }
        let graph = path.dropLast(file.count) + "graph.json"
        guard SourceDirectory.hasFile(String(graph)) else { return nil }
        return (String(graph), name.dropLast(file.count) + "graph.json")
    }
}
