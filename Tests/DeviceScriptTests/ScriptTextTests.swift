import Foundation
import Testing
import Transactions

/// The script as a text.
struct ScriptTextTests {
    private static let hasShellcheck = FileManager.default.isExecutableFile(atPath: "/usr/bin/shellcheck")

    @Test(.enabled(if: hasShellcheck, "shellcheck is not installed"))
    func `shellcheck finds nothing`() async throws {
        try await DeviceUnderTest.with(.dash) { device in
            let output = try await device.run(
                DeviceCommand(text: "exec /usr/bin/shellcheck -s sh -", standardInput: DeviceScript.bytes)
            )
            #expect(output.status == 0, "\(output.text)")
        }
    }

    /// busybox ash runs its own applets whatever PATH holds, so that a run alone would not tell.
    @Test
    func `no applet that OpenWrt lacks is called`() async throws {
        try await DeviceUnderTest.with(.dash) { device in
            let all = try await device.run("exec /usr/bin/busybox --list").text.split(separator: "\n").map(String.init)
            let lacking = Set(all + ["nohup", "comm", "paste", "expand"])
                .subtracting(try DeviceUnderTest.openWrtApplets())
                .subtracting(["link", "more"])
            let starts = [
                "^", #"[|;&({`!]"#, "then", "do", "else", "if", "while", "until", "exec", #"within [0-9"$a-z_]+"#,
            ]
            let script = String(decoding: DeviceScript.bytes, as: UTF8.self)
            for (number, line) in script.split(separator: "\n").enumerated() {
                let code = line.drop { $0 == " " }
                guard !code.hasPrefix("#") else { continue }
                for start in starts {
                    let pattern = try Regex("(?:\(start)) *([a-z0-9]+)(?: |$)")
                    for match in code.matches(of: pattern) {
                        let word = String(match.output[1].substring ?? "")
                        if lacking.contains(word) { Issue.record("line \(number + 1): \(line)") }
                    }
                }
            }
        }
    }

    @Test
    func `no source file is too long to be read`() {
        for part in String(decoding: DeviceScript.bytes, as: UTF8.self).split(separator: "\n# --- ") {
            #expect(part.split(separator: "\n").count < 400)
        }
    }
}
