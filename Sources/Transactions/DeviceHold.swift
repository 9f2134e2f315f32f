/// What a device answers to `hold` and `release`.
package struct DeviceHold: Sendable, Hashable {
    package var scope: String
    package var held: Bool
    package var bootID: String
    package var deviceFencingToken: Int

    package init(scope: String, held: Bool, bootID: String, deviceFencingToken: Int) {
        self.scope = scope
        self.held = held
        self.bootID = bootID
        self.deviceFencingToken = deviceFencingToken
    }
}
