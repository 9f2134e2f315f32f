package import Planning

/// Where the programs and images are that playbooks bring to devices.
package protocol ProgramSource: Sendable {
    /// - Returns: the program's bytes, whose digest is the step's.
    /// - Throws: an error for people, if the program isn't there or is another one than the plan was made with.
    func bytes(of program: ProgramStep) throws -> [UInt8]

    /// - Returns: the image's bytes, whose digest is the image's.
    /// - Throws: an error for people, if it isn't there or is another one.
    func bytes(of image: FirmwareImage) throws -> [UInt8]
}

/// For plans whose playbooks bring none.
package struct NoPrograms: ProgramSource {
    package struct Missing: Error, CustomStringConvertible {
        package var description: String
    }

    package init() {}

    package func bytes(of program: ProgramStep) throws -> [UInt8] {
        throw Missing(description: "there is no \(program.name) to bring")
    }

    package func bytes(of image: FirmwareImage) throws -> [UInt8] {
        throw Missing(description: "there is no \(image.path) to bring")
    }
}
