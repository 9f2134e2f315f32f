extension Array where Element: Sendable {
    /// Maps all elements, `limit` of them at once; the results stand in the elements' order.
    package func concurrentMap<Value: Sendable>(
        atMost limit: Int,
        _ transform: @escaping @Sendable (Element) async -> Value
    ) async -> [Value] {
        await withTaskGroup(of: (Int, Value).self) { group in
            var waiting = enumerated().makeIterator()
            func startNext() {
                guard let (index, element) = waiting.next() else { return }
                group.addTask { (index, await transform(element)) }
            }
            for _ in 0..<limit { startNext() }
            var values: [(index: Int, value: Value)] = []
            for await (index, value) in group {
                values.append((index, value))
                startNext()
            }
            return values.sorted { $0.index < $1.index }.map(\.value)
        }
    }
}
