/// Numbers of units between their begin and their end, with their clients counted as they come and go.
struct OpenUnits {
    /// By number of the unit.
    private let clientsOfUnits: [Int]
    private var isOpen: [Bool]
    private(set) var count = 0
    /// Of all of them.
    private(set) var clients = 0

    /// - Parameter clients: by number of the unit.
    init(clients: [Int]) {
        clientsOfUnits = clients
        isOpen = Array(repeating: false, count: clients.count)
    }

    mutating func insert(_ number: Int) {
        guard !isOpen[number] else { return }
        isOpen[number] = true
        count += 1
        clients += clientsOfUnits[number]
    }

    mutating func remove(_ number: Int) {
        guard isOpen[number] else { return }
        isOpen[number] = false
        count -= 1
        clients -= clientsOfUnits[number]
    }
}
