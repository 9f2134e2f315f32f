extension Fleet {
    package func node(_ id: String) -> Node? { nodes.element(id, by: \.id) }

    package func gateway(_ name: String) -> Gateway? { gateways.element(name, by: \.name) }

    package func domain(_ code: String) -> Domain? { domains.element(code, by: \.code) }
}

extension Array {
    /// The element of that key, by halving, as a fleet's lists are sorted; in one that isn't, by looking at each.
    fileprivate func element(_ key: String, by name: (Element) -> String) -> Element? {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if name(self[middle]) < key { low = middle + 1 } else { high = middle }
        }
        if low < endIndex, name(self[low]) == key { return self[low] }
        return first { name($0) == key }
    }
}
