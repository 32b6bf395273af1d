import ArgumentParser
import Diagnostics
import Hardware
import Markup
import Reports
import System
import Workbench

/// `naxdse components resolve LIBRARY.xml --provider PROGRAM -o RESOLVED.xml`
struct ComponentsResolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Ask a program for the figures of components, and write them into a library.",
        discussion: """
            Components with external-model="…" are asked for, all others stay as they are. The program reads one JSON object a line from \
            standard input, and answers each with one on standard output:
              {"naxdse": 1, "id": "glb", "kind": "memory", "model": "hwcomponents_cacti.SRAM",
               "parameters": {"capacity": 524288, "width": 256, "technology": 3.2e-08}, "actions": ["read", "write"]}
              {"id": "glb", "provider": "hwcomponents_cacti", "version": "1.0.40", "actions": {"read": {"energy_J": 1e-11, "time_s": 1e-9}, …},
               "leakage_W": 1e-6, "area_m2": 1e-7, "parameters": {…}}
              {"id": "glb", "error": "what is wrong"}
            Numbers are in SI, data in bits; leakage_W may be null for what is not known. Figures are written with provider, version and \
            parameters as their source, so that evaluation asks nobody. Scripts/components/hwcomponents_provider.py answers for \
            hwcomponents. A program is started only when it is named here.
            """)

    @Argument(help: "Path of a library or hardware file.", completion: .file(extensions: ["xml"]))
    var library: String

    @Option(help: "The program that knows the figures, with its arguments.")
    var provider: String

    @Option(
        name: .shortAndLong, help: "Write the library with the figures to this file.",
        completion: .file(extensions: ["xml"]))
    var output: String

    @OptionGroup var input: InputOptions

    func run() throws {
        let bench = try Workbench(input)
        let document = try bench.hardwareLibrary(library)
        try Outputs(output).check()
        let requests = try ProviderRequest.all(in: document.root)
        guard !requests.isEmpty else {
            throw InputError(
                "no component of \(library) has an external-model",
                hint: "name the provider's model there: external-model=\"…\"")
        }
        let answers = try Provider(provider).answers(to: requests)
        let root = document.root.resolved(with: answers)
        let text = Document(root: root, files: document.files).text(namespace: "urn:naxdse:hardware:1")
        // What is written is read as any library is, before it takes the file's place.
        try bench.check(hardware: Array(text.utf8), as: output)
        try AtomicFile.write(text, to: output)
        try Output.write(
            "\(output): \(answers.count) component\(answers.count == 1 ? "" : "s") resolved by \(provider)\n")
    }
}
