import Random
import Testing

@Suite struct DrawsTests {
    /// Mean and variance of 100,000 numbers, within five standard deviations of what chance allows.
    private func expectStandardNormal(_ numbers: [Double]) {
        let count = Double(numbers.count), mean = numbers.reduce(0, +) / count
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        #expect(abs(mean) < 5 / count.squareRoot())
        #expect(abs(variance - 1) < 5 * (2 / count).squareRoot())
        // The share below one deviation is Φ(1).
        let share = Double(numbers.count { $0 < 1 }) / count
        #expect(abs(share - normalDistribution(1)) < 0.007)
    }

    @Test func numbersInTurnAndByCountAreStandardNormal() {
        var random = SeededRandom(seed: 5)
        expectStandardNormal((0..<100_000).map { _ in random.normal() })
        let draws = CountedDraws(seed: 5, purpose: 1)
        expectStandardNormal((0..<100_000).map { draws.normal($0) })
    }

    @Test func aSeedGivesItsNumbersWhoeverAsks() {
        var first = SeededRandom(seed: 9), second = SeededRandom(seed: 9), other = SeededRandom(seed: 10)
        let numbers = (0..<100).map { _ in first.next() }
        #expect(numbers == (0..<100).map { _ in second.next() })
        #expect(numbers != (0..<100).map { _ in other.next() })
        let draws = CountedDraws(seed: 9, purpose: 2)
        #expect((0..<100).map(draws.bits) == (0..<100).reversed().map(draws.bits).reversed())
        #expect(draws.bits(0) != CountedDraws(seed: 9, purpose: 3).bits(0))
        #expect(draws.bits(0) != CountedDraws(seed: 9, purpose: 2, round: 1).bits(0))
    }

    /// The first numbers of xoshiro256** by its authors' C program from the state that SplitMix64 gives for seed 0, as
    /// numpy's and others' tests have them for SplitMix64 itself: 0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, …
    @Test func theGeneratorIsTheAuthors() {
        let state: [UInt64] = [
            0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F, 0xF88B_B8A8_724C_81EC,
        ]
        func rotate(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
        var random = SeededRandom(seed: 0)
        #expect(random.next() == rotate(state[1] &* 5, 7) &* 9)
    }

    /// Φ at points of every table of it.
    @Test func theNormalDistributionIsThatOfTables() {
        for (z, share) in [(0.0, 0.5), (1, 0.841_344_746), (1.959_963_985, 0.975), (-3, 0.001_349_898)] {
            #expect(abs(normalDistribution(z) - share) < 1e-9)
        }
    }
}
