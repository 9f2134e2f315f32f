import FleetModel

enum Fixture {
    static let nodeKey = key("o52Ge+Rpj4CUSitVag9mS7pSXUesNM0ESnvj/wwehkg=")
    static let gatewayKey = key("TszFS3oFRdhsJP3K0VOlklGMGYZy+oFCtlaghXJqW2g=")

    private static func key(_ text: String) -> WireGuardKey {
        do { return try WireGuardKey(text) } catch { fatalError("\(error)") }
    }
}
