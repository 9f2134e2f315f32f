/// What a program printed.
package typealias ToolOutput = ArraySlice<UInt8>
