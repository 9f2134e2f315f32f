import Foundation
import Reporting
import Testing

/// The formulas are those of WCAG 2.1: «relative luminance» and «contrast ratio».
struct PaletteTests {
    private static let palettes = [Palette.light, .dark]

    private func luminance(_ color: String) throws -> Double {
        #expect(color.wholeMatch(of: /#[0-9a-f]{6}/) != nil)
        let number = try #require(Int(color.dropFirst(), radix: 16))
        let shares: [Double] = [0.2126, 0.7152, 0.0722]
        let channels: [Int] = [number >> 16 & 255, number >> 8 & 255, number & 255]
        return zip(shares, channels).reduce(0) { sum, pair in
            let value = Double(pair.1) / 255
            return sum + pair.0 * (value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
        }
    }

    private func contrast(_ one: String, _ other: String) throws -> Double {
        let both = [try luminance(one), try luminance(other)].sorted()
        return (both[1] + 0.05) / (both[0] + 0.05)
    }

    @Test func `the formula knows black and white`() throws {
        #expect(try contrast("#000000", "#ffffff") == 21)
        #expect(try abs(contrast("#777777", "#ffffff") - 4.48) < 0.01)
    }

    @Test(arguments: [0, 1]) func `text can be read`(index: Int) throws {
        let palette = Self.palettes[index]
        #expect(try contrast(palette.text, palette.ground) >= 7)
        #expect(try contrast(palette.muted, palette.ground) >= 4.5)
    }

    @Test(arguments: [0, 1], Tint.allCases) func `what a figure is read by can be seen`(index: Int, tint: Tint) throws {
        let palette = Self.palettes[index]
        #expect(try contrast(try #require(palette.tints[tint]), palette.ground) >= 3)
    }
}
