/// A piece of a running command's output.
package enum OutputChunk: Sendable, Equatable {
    case standardOutput([UInt8])
    case standardError([UInt8])
}
