import Catalogue
import Testing
import Workbench

@Suite struct WholeProgramTests {
    @Test func twoArchitecturesAreComparedInTwoLines() throws {
        let bench = try Workbench()
        let table = try bench.compare(["isaac", "puma"], on: "resnet20").table
        #expect(table.contains("isaac") && table.contains("puma"))
    }
}
