import ArgumentParser
import Cost
import Diagnostics
import Hardware
import Mapping
import Reports
import Workbench

/// `naxdse diff A B [--network N]`
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Tell what is different between two architectures, and what each change does to the figures.",
        discussion: """
            Files are compared with what they include in place. With --network, the changes are applied one after another, in the \
            order of the file, and each step tells what it adds to energy, delay, area and EDAP and by what factor it multiplies \
            them. Steps add up to the whole difference; another order of the same changes may share it out differently.
            A change that cannot be without another waits for it, and those that cannot be apart are one step.
              naxdse diff puma mine.xml --network resnet20 --html diff.html
            With --csv, the rows are the changes, or with --network the steps.
            """)

    @Argument(help: "Before: name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var before: String

    @Argument(help: "After: name of shipped hardware, or path of a hardware file.", completion: .hardware)
    var after: String

    @OptionGroup var workload: OptionalWorkload
    @OptionGroup var figure: FigureOptions
    @OptionGroup var page: PageOptions
    @OptionGroup var evaluation: EvaluationOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var format: TableFormat

    func validate() throws {
        if figure.isWanted, workload.network == nil {
            throw ValidationError("--output draws figures: name a network with --network")
        }
    }

    func run() throws {
        let bench = try Workbench(input, workload.openings)
        var gathering = Gathering()
        let first = try gathering.attempt { try bench.hardwareDocument(self.before).document }
        let second = try gathering.attempt { try bench.hardwareDocument(self.after).document }
        let read = try gathering.attempt { try workload.read(bench, on: first) }
        try gathering.finish()
        guard let first, let second, let read else { preconditionFailure("no error, so all were read") }
        try Outputs(figure: figure, page: page).check()
        let named = hardwareLabels([
            (self.before, first.hardwareName(calledBy: self.before)),
            (self.after, second.hardwareName(calledBy: self.after)),
        ])
        // The same file twice has no second name.
        let (before, after) = (named[0], self.before == self.after ? named[0] : named[1])
        let changes = DocumentChanges(from: first, to: second)
        let convention = evaluation.convention
        let attribution = try read.map { workload in
            try Attribution(changes) { document throws(InvalidInput) in try workload.evaluate(document, convention) }
        }
        let provenance = Provenance.ofReading
        if let attribution {
            let evaluation = attribution.before
            try figure.write {
                WaterfallFigure(
                    title: "\(evaluation.network): \(before) → \(after)",
                    subtitle:
                        "mapping \(evaluation.mapping), \(evaluation.dataflow.phrase); naxdse \(Workbench.version)",
                    attribution, from: before, to: after)
            } data: {
                attribution.csv.text
            }
        }
        try page.write { Page(changes, attribution, from: before, to: after, provenance: provenance) }
        switch format.choice {
        case .json: try Output.write(json(changes, attribution, before, after, provenance).text)
        case .csv: try Output.write((attribution?.csv ?? changes.csv).text)
        case .text: try Output.write(text(changes, attribution, before, after))
        }
        if let attribution {
            try Notes([(before, attribution.before), (after, attribution.after)]).write(evaluation, format)
        }
    }

    private func json(
        _ changes: DocumentChanges, _ attribution: Attribution?, _ before: String, _ after: String,
        _ provenance: Provenance
    ) -> JSON {
        var members: [JSON.Member] = [
            .init("from", .string(before)), .init("to", .string(after)),
            .init("changes", .array(changes.list.map(\.json))),
        ]
        if let attribution {
            members += [
                .init("network", .string(attribution.before.network)),
                .init("mapping", .string(attribution.before.mapping)),
                .init("attribution", attribution.json),
            ]
        }
        return .object(members + [.init("provenance", provenance.json)])
    }

    private func text(
        _ changes: DocumentChanges, _ attribution: Attribution?, _ before: String, _ after: String
    ) -> String {
        let wordings = changes.list.count { $0.isWording }
        guard !changes.list.isEmpty else { return "\(before) and \(after) say the same\n" }
        var text = "\(before) → \(after): \(changes.list.count) change\(changes.list.count == 1 ? "" : "s")"
        text += wordings == 0 ? "\n" : ", \(wordings) of words alone\n"
        text += changes.list.map { "  \($0)\n" }.joined()
        guard let attribution else { return text }
        let evaluation = attribution.before
        text += """

            \(evaluation.network), mapping \(evaluation.mapping), \(evaluation.dataflow.phrase)
            one change after another, in the order of the file; another order may share the difference out differently

            """
        return text + attribution.table(from: before, to: after).text(on: .standardOutput)
    }
}
