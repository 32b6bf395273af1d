import Diagnostics
import Reports
import System
import Workbench

extension [RunOutcome] {
    /// Writes the figure and the page that are asked for.
    func write(_ figure: FigureOptions, _ page: PageOptions) throws {
        let runs = map(\.training)
        if figure.isWanted, runs.figure == nil {
            guard count == 1 else {
                throw InputError(
                    "none of these runs has an EDAP to draw accuracy over: networks in floating point have no hardware",
                    hint: "draw one of them, or train for hardware: naxdse nas train --hardware")
            }
            throw InputError(
                "the run in '\(self[0].folder)' has not ended an epoch, so there is nothing to draw",
                hint: "go on with it: naxdse nas resume \(self[0].folder)")
        }
        try figure.write {
            runs.figure!
        } data: {
            (count == 1 ? self[0].epochsCSV : RunOutcome.csv(of: self)).text
        }
        try page.write { Page(runs, table: RunOutcome.table(of: self)) }
    }
}

extension RunOutcome {
    /// Writes the page that is asked for, and says what came of the run.
    func tell(_ page: PageOptions, asJSON isJSON: Bool) throws {
        try page.write { Page([training], table: RunOutcome.table(of: [self])) }
        try Output.write(isJSON ? json.text : text(on: .standardOutput))
    }
}
