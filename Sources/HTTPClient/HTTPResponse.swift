/// What a web server answered, whatever it was.
package struct HTTPResponse: Sendable, Hashable {
    package var status: Int
    /// In the server's order; a name may come more than once.
    package var fields: [HTTPField]
    package var body: [UInt8]

    package init(status: Int, fields: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The first field of this name, in whatever case.
    package subscript(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
