extension MQTTOptions {
    /// The server, in messages.
    var place: String { "\(host) port \(port)" }

    /// Why the server answered CONNECT with this code of MQTT 3.1.1, section 3.2.2.3.
    func words(forRefusal code: Int32) -> String {
        switch code {
        case 1: "\(place) does not speak MQTT 3.1.1"
        case 2: "\(place) refuses the client id «\(clientID)»"
        case 3: "\(place) says that it is unavailable"
        case 4, 5:
            username.map { "\(place) refuses the user «\($0)» or the password" }
                ?? "\(place) wants a user and a password"
        default: "\(place) refuses the connection with the unknown code \(code)"
        }
    }
}
