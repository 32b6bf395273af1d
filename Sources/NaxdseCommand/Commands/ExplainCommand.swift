import ArgumentParser
import Reports
import Workbench

/// `naxdse explain HARDWARE COMPONENT`
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Show how the figures of a component came about: from what a file states through models to what is used.",
        discussion: """
            COMPONENT is the id of a component or crossbar kind of the file, or a kind (adc, memory): then those of it that stand on the chip.
              naxdse explain isaac adc
              naxdse explain puma edram-64k --json
            """)

    @Argument(help: "Name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var hardware: String

    @Argument(help: "Id of a component or a crossbar kind, or a kind of component.")
    var component: String

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var input: InputOptions

    func run() throws {
        let found = try Explanation.of(component, in: Workbench(input).architecture(hardware))
        if json {
            try Output.write(JSON.array(found.map(\.json)).text)
        } else {
            let terminal = Terminal.standardOutput
            try Output.write(found.map { $0.text(on: terminal) }.joined(separator: "\n"))
        }
    }
}
