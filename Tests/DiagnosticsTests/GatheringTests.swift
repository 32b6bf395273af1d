import Diagnostics
import Testing

@Suite struct GatheringTests {
    @Test func allThatIsWrongIsToldAtOnceAndOnce() throws {
        let fault = InvalidInput([
            Diagnostic(at: SourceLocation(file: "a.xml", line: 2, column: 3), "it is wrong", hint: "mend it")
        ])
        var gathering = Gathering()
        #expect(try gathering.attempt { 5 } == 5)
        for _ in 0..<2 { #expect(try gathering.attempt { () throws -> Int in throw fault } == nil) }
        #expect(
            try gathering.attempt { () throws -> Int in throw InputError("so is this", hint: "leave it out") } == nil)
        let told = #expect(throws: BadInputs.self) { try gathering.finish() }
        #expect(
            told?.faults.map(\.line) == [
                "a.xml:2:3: error: it is wrong; mend it", "naxdse: error: so is this; leave it out",
            ])
    }

    @Test func aBugIsNotGathered() {
        struct Bug: Error {}
        var gathering = Gathering()
        #expect(throws: Bug.self) { try gathering.attempt { () throws -> Int in throw Bug() } }
    }
}
