import Registration
import Testing

@Suite struct RegistryTests {
    @Test func anEntryIsFoundByItsName() throws {
        var numbers = Registry<Int>(of: "number")
        try numbers.register(1, as: "one")
        try numbers.register(2, as: "two")
        #expect(try numbers["two"] == 2)
        #expect(numbers.names == ["one", "two"])
        #expect(numbers.entries.map(\.entry) == [1, 2])
    }

    @Test func aNameIsGivenOnce() throws {
        var numbers = Registry<Int>(of: "number")
        try numbers.register(1, as: "one")
        #expect(throws: RegistrationError.taken(kind: "number", name: "one")) {
            try numbers.register(11, as: "one")
        }
        #expect(try numbers["one"] == 1)
    }

    @Test(arguments: ["", "One", "1st", "a b", "naïve", "../x"])
    func aNameIsPlain(_ name: String) {
        var numbers = Registry<Int>(of: "number")
        #expect(throws: RegistrationError.badName(kind: "number", name: name)) {
            try numbers.register(1, as: name)
        }
    }

    @Test func anUnknownNameGivesTheNearest() throws {
        var mappers = Registry<Int>(of: "mapper")
        try mappers.register(0, as: "dense")
        try mappers.register(1, as: "one-slice")
        let error = #expect(throws: RegistrationError.self) { try mappers["dens"] }
        #expect(error?.description == "no mapper is named 'dens'; did you mean 'dense'?")
        let far = #expect(throws: RegistrationError.self) { try mappers["balanced"] }
        #expect(far?.description == "no mapper is named 'balanced'; there are 'dense', 'one-slice'")
        let none = #expect(throws: RegistrationError.self) { try Registry<Int>(of: "mapper")["x"] }
        #expect(none?.description == "no mapper is named 'x'; no mapper is registered at all")
    }
}

@Suite struct NearestTests {
    @Test(arguments: [
        ("crosbar", "crossbar"), ("corssbar", "crossbar"), ("Crossbar", "crossbar"), ("componet", "component"),
        ("shared_by", "shared-by"), ("comp", "component"), ("crossbars", "crossbar"),
    ])
    func aMisspeltNameIsRecognised(_ name: String, _ meant: String) {
        #expect(nearest(to: name, in: ["component", "crossbar", "shared-by"]) == meant)
    }

    @Test(arguments: ["", "x", "memory", "zzzzzzzz"])
    func aStrangeNameIsNot(_ name: String) {
        #expect(nearest(to: name, in: ["component", "crossbar", "shared-by"]) == nil)
    }

    @Test func aShortNameIsNotTakenForAnother() {
        #expect(nearest(to: "x", in: ["y"]) == nil)
        #expect(nearest(to: "ac", in: ["dac", "adc"]) == "dac")
    }

    /// Found by fuzzing: the time for two names grows with the product of their lengths, and a file may hold names of
    /// megabytes.
    @Test func namesOfMegabytesAreNearToNothing() {
        let long = String(repeating: "ab", count: 1_000_000)
        #expect(nearest(to: long, in: [long + "c", "crossbar"]) == nil)
        #expect(nearest(to: "crosbar", in: [long, "crossbar"]) == "crossbar")
    }
}
