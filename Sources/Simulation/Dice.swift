/// Randomness that depends on nothing but a seed and what is asked: leaving out one question changes no other answer.
struct Dice: Sendable {
    let seed: UInt64

    /// Evenly distributed bits for the n-th question of a kind.
    func bits(_ number: Int, _ kind: UInt64) -> UInt64 {
        var mixed = seed &+ UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15 &+ kind &* 0xD1B5_4A32_D192_ED03
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    func roll(_ number: Int, _ kind: UInt64) -> Double { Double(bits(number, kind) >> 11) * 0x1p-53 }

    /// From `low` to below `high`.
    func roll(_ number: Int, _ kind: UInt64, from low: Double, to high: Double) -> Double {
        low + (high - low) * roll(number, kind)
    }
}
