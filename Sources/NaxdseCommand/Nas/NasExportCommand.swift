import ArgumentParser
import Reports
import Workbench

/// `naxdse nas export RUN --output FOLDER`
struct NasExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "Write a trained network as a folder that needs no other file: to keep, to share, to measure elsewhere.",
        discussion: """
            The folder has network.xml, hardware.xml and mapping.xml, the weights without what only training needs, and the answers that \
            `naxdse nas measure` keeps. It is a run itself, that measure, compare, report, and train --from read:
              naxdse nas export on-64 --output published/resnet20-64
              naxdse nas measure published/resnet20-64 --data cifar-10-batches-bin
            """)

    @Argument(help: "The folder of a training or a retraining that has ended.", completion: .directory)
    var folder: String

    @Option(name: .shortAndLong, help: "The new folder.", completion: .directory)
    var output: String

    @Option(
        help:
            "What its README calls it, and a retraining's network, mapping and hardware; without it, the new folder's name."
    )
    var name: String?

    @OptionGroup var input: InputOptions

    func validate() throws { try checkDesignName(name) }

    func run() throws {
        let own = output.split(separator: "/").last.map(String.init) ?? ""
        let run = try ExportedRun(
            RunFolder(folder), Workbench(input), name: name ?? (isIdentifier(own) ? own : "found"))
        try run.write(to: output)
        try Output.write("\(output): \((Double(run.weightBytes) / 1e6).text(significant: 3)) MB of weights\n")
    }
}
