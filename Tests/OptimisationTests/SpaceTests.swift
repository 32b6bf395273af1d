import Random
import Testing

@testable import Optimisation

@Suite struct SpaceTests {
    @Test func sizeOfTwentyLayersIsExact() throws {
        let space = try Space((0..<20).map { Parameter("l\($0)", .integers(1...48)) })
        #expect(space.size.points.description == "4215263689798428837764998235160576")
    }

    @Test func aConditionalParameterCountsOnlyWhereItIsActive() throws {
        let space = try Space([
            Parameter("converter", .categories(["sar", "flash"])),
            Parameter("bits", .integers(4...8), condition: .init(parameter: 0, values: [.category(0)])),
            Parameter(
                "mode", .categories(["a", "b", "c"]),
                condition: .init(parameter: 1, values: [.integer(4), .integer(5)])),
        ])
        #expect(space.size.points == Natural(2 * 3 + 3 + 1))
        var random = SeededRandom(seed: 1)
        var seen: Set<Point> = []
        for _ in 0..<2000 {
            let point = space.sample(using: &random)
            #expect(space.contains(point))
            seen.insert(point)
        }
        #expect(seen.count == 10)
    }

    @Test(arguments: [
        Domain.categories(["a", "b", "c"]), .integers(-3...9, step: 3), .integers(1...1000, logarithmic: true),
    ])
    func shareAndTextReturnTheValue(domain: Domain) throws {
        for index in 0..<domain.count! {
            let value = domain.value(at: index)
            #expect(domain.value(atShare: domain.share(of: value)) == value)
            #expect(domain.value(of: domain.text(of: value)) == value)
            #expect(domain.index(of: value) == index)
            #expect(Value(compact: value.compact) == value)
        }
    }

    @Test func naturalNumbersMatchMachineArithmetic() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<200 {
            let a = random.below(1 << 31), b = random.below(1 << 31)
            #expect((Natural(a) * Natural(b)).description == String(a * b))
            #expect((Natural(a) + Natural(b)).exactInt == a + b)
            #expect((Natural(a) < Natural(b)) == (a < b))
        }
    }

    @Test func conditionsMustLookBackwards() {
        #expect(throws: SpaceError.conditionOnLaterParameter("a")) {
            try Space([Parameter("a", .integers(0...1), condition: .init(parameter: 0, values: [.integer(1)]))])
        }
    }
}
