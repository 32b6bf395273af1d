import Diagnostics
import Foundation
import Quantities
import Services
import System
import Testing

@testable import Circuit

@Suite("Files of comma-separated values")
struct GridReadingTests {
    typealias Cells = Grid<Dimensions.Conductance>

    func read(_ text: String) throws -> Cells {
        try Cells(csv: Array(text.utf8), as: "g.csv", atLeast: .zero)
    }

    func problems(_ text: String) -> [String] {
        do {
            _ = try read(text)
            return []
        } catch {
            return (error as? InvalidInput)?.diagnostics.map(\.description) ?? ["\(error)"]
        }
    }

    @Test(arguments: [
        "1e-6,2e-6\n3e-6,0\n", "1e-6,2e-6\r\n3e-6,0", "1e-6,2e-6\r3e-6,0\r", "\u{FEFF}1e-6,2e-6\n3e-6,0\n",
        " 1E-6 ,\t2e-6\n\n# the last row\n3e-6,0\n\n", "\"1e-6\",\"2 µS\"\n3000 nS,0 S\n",
        "+0.000001,.000002\n3.e-6,-0\n",
    ])
    func numbersAndQuantitiesAreRead(_ text: String) throws {
        let grid = try read(text)
        #expect(grid.rows == 2 && grid.columns == 2)
        #expect(worstRelative(grid.si, to: [1e-6, 2e-6, 3e-6, 0]) < 1e-15)
    }

    @Test(arguments: [
        (
            "1e-6,abc\n",
            "g.csv:1:6: error: 'abc' is not a number; a conductance is wanted, such as '1e-05' (in S) or '10 µS'"
        ),
        (
            "1,2\n3, nan\n",
            "g.csv:2:4: error: 'nan' is not a number; a conductance is wanted, such as '1e-05' (in S) or '10 µS'"
        ),
        (
            "1,inf\n",
            "g.csv:1:3: error: 'inf' is not a number; a conductance is wanted, such as '1e-05' (in S) or '10 µS'"
        ),
        (
            "1,0x10\n",
            "g.csv:1:3: error: 'x10' in '0x10' is not a unit; a conductance is wanted, such as '1e-05' (in S) or '10 µS'"
        ),
        ("1,1e999\n", "g.csv:1:3: error: '1e999' is beyond what can be computed with; give a finite number"),
        ("1,,3\n", "g.csv:1:3: error: a value is missing; a conductance is wanted, such as '1e-05' (in S) or '10 µS'"),
        ("1,2,\n", "g.csv:1:5: error: a value is missing; a conductance is wanted, such as '1e-05' (in S) or '10 µS'"),
        ("1 µS,-1 µS\n", "g.csv:1:6: error: '-1 µS' is below 0 S; a conductance of at least 0 S is wanted here"),
        (
            "\"µ\",1\n",
            "g.csv:1:1: error: 'µ' is not a number; a conductance is wanted, such as '1e-05' (in S) or '10 µS'"
        ),
        (
            "1 Ω\n",
            "g.csv:1:1: error: '1 Ω' is a resistance; a conductance is wanted, such as '1e-05' (in S) or '10 µS'"
        ),
        (
            "1,2\n3,4,5\n",
            "g.csv:2:5: error: the row has 3 values where the first has 2; give every row the same number of values, separated by commas"
        ),
        (
            "1,2\n3\n",
            "g.csv:2:1: error: the row has 1 value where the first has 2; give every row the same number of values, separated by commas"
        ),
        ("", "g.csv:1:1: error: there are no values; give one line per row, values separated by commas"),
        ("\n# nothing\n", "g.csv:1:1: error: there are no values; give one line per row, values separated by commas"),
    ])
    func whatIsWrongIsToldAtItsPlace(_ text: String, _ problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test func allThatIsWrongIsTold() {
        #expect(problems("a,1\n2\n3,b\n").map { $0.prefix(10) } == ["g.csv:1:1:", "g.csv:2:1:", "g.csv:3:3:"])
    }

    @Test func aFileOfAnotherFormatIsGivenUp() {
        let problems = problems(String(repeating: "x,y,z\n", count: 1000))
        #expect(problems.count == 21)
        #expect(problems.last == "g.csv:7:3: error: reading is given up after 20 errors; correct these first")
    }

    @Test func bytesThatAreNoTextAreNotNumbers() {
        var random = Seeded(5)
        for _ in 0..<50 {
            let bytes = (0..<200).map { _ in UInt8(random.next() * 256) }
            #expect(throws: InvalidInput.self) { try Cells(csv: bytes, as: "noise") }
        }
    }

    @Test func aFileThatIsNotThereIsSaid() throws {
        do {
            _ = try Cells.reading("/nowhere/g.csv")
            Issue.record("read a file that is not there")
        } catch {
            #expect(error.diagnostics.count == 1)
            #expect(error.description.hasPrefix("/nowhere/g.csv:1:1: error: cannot be read: No such file"))
        }
        #expect(throws: InvalidInput.self) { try Cells.reading(FileManager.default.temporaryDirectory.path) }
    }

    @Test func whatIsReadIsKnownByItsHash() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("naxdse-\(UUID().uuidString).csv")
        try "1e-6,2e-6\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let read = try Cells.reading(file.path)
        #expect(read.grid.si == [1e-6, 2e-6])
        #expect(read.file.path == file.path && read.file.sha256 == sha256(Array("1e-6,2e-6\n".utf8)))
    }
}
