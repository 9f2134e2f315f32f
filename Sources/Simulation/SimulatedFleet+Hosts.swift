extension SimulatedFleet {
    /// Devices on which all of the plan is confirmed.
    var confirmedHosts: Int {
        var isWhole = Array(repeating: true, count: terrain.hostCount)
        for number in terrain.places.indices where !units[number].isNew { isWhole[terrain.places[number].host] = false }
        return isWhole.count(where: \.self)
    }
}
