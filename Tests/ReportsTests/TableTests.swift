import Testing

@testable import Reports

@Suite struct TableTests {
    let table = Table(
        columns: [.init("hardware", .leading), .init("energy", unit: "µJ", .decimal), .init("tiles", .trailing)],
        rows: [
            ["isaac", .init("12.5", note: "1.00×"), "168"], ["puma", .init("8.02", note: "0.64×", isBest: true), "9"],
        ])

    @Test func columnsStandBelowTheirHeadingsAndPointsBelowPoints() {
        let expected = """
            hardware  energy        tiles
                          µJ
            ─────────────────────────────
            isaac      12.5  1.00×    168
            puma       *8.02 0.64×      9

            """
        #expect(table.text(on: .plain) == expected)
    }

    @Test func theBestIsBoldOnATerminalAndOnlyThere() {
        let styled = Terminal(isInteractive: true, width: 80, hasStyle: true)
        #expect(Terminal.printable(table.text(on: styled)).contains("\u{1B}[1m*8.02\u{1B}[0m"))
        #expect(!table.text(on: Terminal(isInteractive: true, width: 80, hasStyle: false)).contains("\u{1B}"))
    }

    @Test(arguments: [20, 24, 30, 79])
    func aNarrowTerminalIsNeverOverrunAndLosesNoCell(width: Int) {
        let text = table.text(on: Terminal(isInteractive: true, width: width, hasStyle: false))
        #expect(text.split(separator: "\n").allSatisfy { $0.displayWidth <= max(width, 22) })
        for cell in ["12.5", "*8.02", "168", "9"] { #expect(text.contains(cell)) }
        let parts = text.split(separator: "\n\n").count
        #expect(text.split(separator: "puma").count - 1 == parts, "each part names its rows")
    }

    @Test func widthsCountColumnsAndNotScalars() {
        #expect("µJ·mm²".displayWidth == 6)
        #expect("e\u{301}".displayWidth == 1)
        #expect("クロスバー".displayWidth == 10)
        #expect("👩‍🔬".displayWidth == 2)
        let wide = Table(columns: [.init("名前", .leading), .init("n", .trailing)], rows: [["クロス", "1"], ["x", "10"]])
        #expect(Set(wide.text(on: .plain).split(separator: "\n").map(\.displayWidth)) == [10])
    }

    @Test func aTextTooWideIsShortenedWithAnEllipsis() {
        #expect("heterogeneous".shortened(to: 6) == "heter…")
        #expect("クロスバー".shortened(to: 6) == "クロ…")
        #expect("short".shortened(to: 6) == "short")
    }
}
