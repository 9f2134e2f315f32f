import FleetModel

/// Whom nodes hear, by the addresses of their interfaces.
extension MapNodeReader {
    /// Lists of addresses by kind, by batman-adv interface.
    mutating func meshInterfaces(_ reader: inout JSONReader) throws(ConfigErrors) {
        try reader.object { reader, _ throws(ConfigErrors) in
            try reader.object { reader, name throws(ConfigErrors) in
                guard name == "interfaces" else { return try reader.skip() }
                try reader.object { reader, _ throws(ConfigErrors) in try addInterfaces(&reader) }
            }
        }
    }

    mutating func addInterfaces(_ reader: inout JSONReader) throws(ConfigErrors) {
        try reader.list { reader throws(ConfigErrors) in
            if let address = try reader.string() { interfaces.append(address.lowercased()) }
        }
    }

    /// Neighbours by the address of the node's own interface.
    mutating func hears(_ reader: inout JSONReader) throws(ConfigErrors) {
        try reader.object { reader, name throws(ConfigErrors) in
            switch name {
            case "node_id":
                let id = try reader.string() ?? ""
                if facts.id.isEmpty { facts.id = id }
            case "batadv":
                try reader.object { reader, own throws(ConfigErrors) in
                    interfaces.append(own.lowercased())
                    try reader.object { reader, name throws(ConfigErrors) in
                        guard name == "neighbours" else { return try reader.skip() }
                        try reader.object { reader, address throws(ConfigErrors) in
                            neighbours.append(address.lowercased())
                            try reader.skip()
                        }
                    }
                }
            default: try reader.skip()
            }
        }
    }
}
