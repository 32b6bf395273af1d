import Cost
import Diagnostics
import Hardware
import Markup
import Reports

/// What is different between two architectures, and what each change does to the figures of a network.
package struct ArchitectureDifference {
    /// Names of shipped hardware, or paths of hardware files.
    package var before, after: String
    /// Without one there are changes alone.
    package var network: String?
    package var mapping: String?
    package var convention: Convention

    package init(before: String, after: String, network: String?, mapping: String?, convention: Convention) {
        self.before = before
        self.after = after
        self.network = network
        self.mapping = mapping
        self.convention = convention
    }

    /// What came of it.
    package struct Outcome {
        private let changes: DocumentChanges
        private let attribution: Attribution?
        /// What the two are called.
        private let before, after: String
        private let provenance: Provenance

        fileprivate init(
            _ changes: DocumentChanges, _ attribution: Attribution?, before: String, after: String,
            provenance: Provenance
        ) {
            self.changes = changes
            self.attribution = attribution
            self.before = before
            self.after = after
            self.provenance = provenance
        }

        /// What the steps add up to; nil without a network.
        package var figure: WaterfallFigure? {
            attribution.map { attribution in
                let evaluation = attribution.before
                return WaterfallFigure(
                    title: "\(evaluation.network): \(before) → \(after)",
                    subtitle:
                        "mapping \(evaluation.mapping), \(evaluation.dataflow.phrase); naxdse \(Workbench.version)",
                    attribution, from: before, to: after)
            }
        }

        package var page: Page { Page(changes, attribution, from: before, to: after, provenance: provenance) }

        /// Of the steps, or of the changes where there is no network.
        package var csv: CSV { attribution?.csv ?? changes.csv }

        /// The evaluations of both, each under its name; none without a network.
        package var evaluations: [(name: String, evaluation: Evaluation)] {
            attribution.map { [(before, $0.before), (after, $0.after)] } ?? []
        }

        package var json: JSON {
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

        package func text(on terminal: Terminal) -> String {
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
            return text + attribution.table(from: before, to: after).text(on: terminal)
        }
    }

    /// - Parameter check: whether what is to be written can be; before the work begins.
    /// - Throws: what is wrong with any of what was given, all together, or does not fit.
    package func run(_ bench: Workbench, check: () throws -> Void = {}) throws -> Outcome {
        var gathering = Gathering()
        let read = try [before, after].map { name in
            try gathering.attempt { try bench.hardwareDocument(name).document }
        }
        let found = try gathering.attempt {
            try network.map { try Workload(network: $0, mapping: mapping, usual: read[0]?.usualMapping, bench) }
        }
        try gathering.finish()
        guard let first = read[0], let second = read[1], let workload = found else {
            preconditionFailure("no error, so all were read")
        }
        try check()
        let named = hardwareLabels([
            (before, first.hardwareName(calledBy: before)), (after, second.hardwareName(calledBy: after)),
        ])
        let changes = DocumentChanges(from: first, to: second)
        let attribution = try workload.map { workload in
            try Attribution(changes) { document throws(InvalidInput) in try workload.evaluate(document, convention) }
        }
        // The same file twice has no second name.
        return Outcome(
            changes, attribution, before: named[0], after: before == after ? named[0] : named[1],
            provenance: .ofReading)
    }
}
