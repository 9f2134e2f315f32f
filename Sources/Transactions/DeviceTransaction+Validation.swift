extension DeviceTransaction {
    /// Checks everything that the device's script relies on.
    ///
    /// The script checks it again: it trusts nobody.
    ///
    /// - Throws: ``InvalidTransaction`` for the first thing found.
    package func validate() throws(InvalidTransaction) {
        try Check.name(id, at: "id")
        try Check.name(scope, at: "scope")
        if let domain { try Check.name(domain, at: "domain") }
        try Check.line(rollout, at: "rollout")
        try Check.line(owner, at: "owner")
        try Check.number(fencingToken, 0...Check.largest, at: "fencing_token")
        try Check.number(maximumDeadline, 6...Check.largest, at: "maximum_deadline")
        try Check.number(deadline, 6...maximumDeadline, at: "deadline")
        try Check.number(revertBound, 1...Check.largest, at: "revert_bound")
        try Check.number(steps.count, 1...99, at: "steps")
        for (index, step) in steps.enumerated() {
            try step.validate(at: "steps/\(index)")
        }
    }
}

extension DeviceStep {
    fileprivate func validate(at place: String) throws(InvalidTransaction) {
        try Check.line(name, at: "\(place)/name")
        try Check.number(checkSeconds, 0...Check.largest, at: "\(place)/check_seconds")
        for (index, file) in files.enumerated() {
            let place = "\(place)/files/\(index)"
            try Check.path(file.path, at: "\(place)/path")
            let digits = file.mode.utf8
            let areOctal = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
            try Check.that(
                digits.count == 4 && digits.first == UInt8(ascii: "0") && areOctal,
                "should be four octal digits like 0640",
                at: "\(place)/mode"
            )
            try Check.that(
                !file.owner.hasPrefix("-") && !file.owner.isEmpty && Check.hasOnly(file.owner, "_.:-"),
                "should be like root:systemd-network",
                at: "\(place)/owner"
            )
        }
        for (index, path) in paths.enumerated() {
            try Check.path(path, at: "\(place)/paths/\(index)")
        }
        for (index, unit) in units.enumerated() {
            let place = "\(place)/units/\(index)"
            try Check.that(
                !unit.isEmpty && !unit.hasPrefix("-") && Check.hasOnly(unit, ":_.@\\-"),
                "should be the name of a unit",
                at: place
            )
            let stem = unit.split(separator: ".").first
            try Check.that(stem != "systemd-networkd", "systemd-networkd is never restarted", at: place)
        }
        for (index, option) in options.enumerated() {
            let name = option.hasSuffix("=") ? option.dropLast() : option[...]
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            try Check.that(
                (2...3).contains(parts.count) && !option.hasPrefix("-")
                    && parts.allSatisfy { !$0.isEmpty && Check.hasOnly(String($0), "_-") },
                "should be PACKAGE.SECTION or PACKAGE.SECTION.OPTION",
                at: "\(place)/options/\(index)"
            )
        }
        for (index, link) in links.enumerated() {
            let isName =
                (1...15).contains(link.utf8.count) && !link.hasPrefix("-")
                && link.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "/") }
            try Check.that(isName, "should be the name of an interface", at: "\(place)/links/\(index)")
        }
    }
}
