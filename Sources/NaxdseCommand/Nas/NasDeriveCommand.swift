import ArgumentParser
import CoSearch
import DesignSearch
import Diagnostics
import Reports
import System
import Workbench

/// `naxdse nas derive FOLDER`
struct NasDeriveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "derive", abstract: "Write what a search has found: network.xml, mapping.xml and hardware.xml.",
        discussion: """
            Each layer takes its likeliest candidate. The hardware has as many tiles as the design needs. All three read as they are:
              naxdse evaluate found/hardware.xml -n found/network.xml -m found/mapping.xml
            """)

    @Argument(help: "The folder of a search.", completion: .directory)
    var folder: String

    @Option(help: "Where to write; without it, the search's own folder.", completion: .directory)
    var output: String?

    @Option(help: "The name of the design.")
    var name = "found"

    @Flag(help: "Replace files of these names that naxdse did not write.")
    var force = false

    @OptionGroup var input: InputOptions

    func run() throws {
        let run = RunFolder(folder)
        let session = try run.searchSession(Workbench(input), hasEffects: false)
        let choices = try run.foundChoices(session)
        let setup = session.problem.setup
        let target = output ?? folder
        let files = ["network", "mapping", "hardware"].map { "\(target)/\($0).xml" }
        try Outputs(derived: files, isForced: force).check()
        let design = try DesignFiles(
            session.problem.point(for: choices), of: setup, name: name,
            description:
                "\(session.widths.isEmpty && session.plan.shapes.isEmpty ? "Kernels" : "Kernels, blocks and widths") chosen by naxdse nas for \(setup.design.network.name) on \(session.problem.architecture.name)."
        )
        for (file, text) in zip(files, [design.network, design.mapping, design.hardware]) {
            try AtomicFile.write(text, to: file)
        }
        let figures = design.figures
        try Output.write(
            "\(target)/{network,mapping,hardware}.xml: \(figures.energy), \(figures.delay), \(figures.area)\n")
    }
}
