import Cost
import DesignSearch
import Optimisation
import Quantities
import Reports
import System

/// A trial as a folder: `network.xml`, `mapping.xml`, `hardware.xml`, and a `README.md` that says where they are from.
package struct DesignFolder {
    package let trial: Trial
    package let study: Study
    package let files: DesignFiles
    /// What the trial had and the design has not, by the cost model of this version: "energy 2.1 µJ, and now 2.3 µJ".
    package let differences: [String]

    /// - Parameters:
    ///   - session: the study's search.
    ///   - name: of network, mapping and hardware.
    /// - Throws: where the point cannot be built.
    package init(_ trial: Trial, of study: Study, _ session: SearchSession, name: String) throws {
        self.trial = trial
        self.study = study
        files = try DesignFiles(
            trial.point, of: session.setup, name: name,
            description: "Trial \(trial.number) of study \(study.record.name).")
        let outcome = Outcome(
            measures: { [figures = files.figures] in
                DesignCost(energy: figures.energy.si, delay: figures.delay.si, area: figures.countedArea.si)[$0]
                    ?? figures[$0]
            }, objectives: study.record.objectives, constraints: [])
        differences = zip(study.record.objectives, zip(outcome.values, trial.outcome.values)).compactMap {
            objective, values in
            let (now, then) = values
            guard abs(now - then) > 1e-9 * abs(then) else { return nil }
            let scale = MeasureScale(objective.measure, of: [now, then])
            return "\(objective.measure) \(scale.labelled(then)), and now \(scale.labelled(now))"
        }
    }

    /// What to tell of the differences; nil where there are none.
    package var warning: String? {
        guard !differences.isEmpty else { return nil }
        let then = study.record.meaning.map { "version \($0.costModel) of the cost model" } ?? "an earlier cost model"
        return
            "trial \(trial.number) had by \(then) (naxdse \(study.record.version)) \(differences.joined(separator: "; ")), by version \(CostModel.version)"
    }

    /// - Throws: `FileError`; nothing is then written.
    package func write(to path: String) throws(FileError) {
        try AtomicFolder.write(
            [
                ("network.xml", files.network), ("mapping.xml", files.mapping), ("hardware.xml", files.hardware),
                ("README.md", readme),
            ], to: path)
    }

    private var readme: String {
        let record = study.record, figures = files.figures
        let settings = record.settings.list.map { " \($0.name)=\($0.value)" }.joined()
        return """
            # Trial \(trial.number) of study \(record.name)

            \(warning.map { $0 + ".\n\n" } ?? "")\(figures.energy), \(figures.delay), \(figures.countedArea) an inference:

                naxdse evaluate hardware.xml -n network.xml -m mapping.xml

            Found by strategy \(record.strategy)\(settings) with seed \(record.seed), naxdse \(record.version), from

            \(record.inputs.map { "    \($0.sha256)  \($0.path)\n" }.joined())
            | parameter | value |
            |---|---|
            \(record.space.description(of: trial.point).map { "| \($0.name) | \($0.value) |\n" }.joined())
            """
    }
}
