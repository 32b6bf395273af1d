import Reports
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct TerminalTests {
    /// The terminal at the end of a pseudo-terminal of 100 columns.
    private func onPseudoTerminal(_ environment: [String: String]) throws -> Terminal {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 30, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&master, &slave, nil, nil, &size) == 0)
        defer { [master, slave].forEach { close($0) } }
        return Terminal(descriptor: slave, environment: { environment[$0] })
    }

    @Test func aTerminalTellsItsWidthAndTakesBold() throws {
        #expect(try onPseudoTerminal(["TERM": "xterm"]) == Terminal(isInteractive: true, width: 100, hasStyle: true))
    }

    @Test func noColorAndDumbTerminalsTakeNoStyle() throws {
        #expect(try !onPseudoTerminal(["NO_COLOR": "1"]).hasStyle)
        #expect(try onPseudoTerminal(["NO_COLOR": ""]).hasStyle, "an empty NO_COLOR says nothing")
        #expect(try !onPseudoTerminal(["TERM": "dumb"]).hasStyle)
    }

    @Test func aPipeHasNoWidthUnlessColumnsSaysOne() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        #expect(Terminal(descriptor: ends[1], environment: { _ in nil }) == .plain)
        #expect(Terminal(descriptor: ends[1], environment: { $0 == "COLUMNS" ? "60" : nil }).width == 60)
        #expect(Terminal(descriptor: ends[1], environment: { $0 == "COLUMNS" ? "wide" : nil }).width == nil)
    }
}
