import CoSearch
import DesignSearch
import Diagnostics
import Networks
import Optimisation
import Reports
import System
import Tensors

/// A finished run as a folder that needs no other file but the images: the network, hardware and mapping that it is of,
/// its weights, and what it answered to images that it was read on.
///
/// It is a run itself, the training of that network: whatever reads runs reads it, from wherever it is. Momenta are left
/// out.
package struct ExportedRun {
    private let files: [(path: String, bytes: [UInt8])]
    /// Of the weights' file.
    package let weightBytes: Int

    /// - Parameter name: of the network, for a retraining, and in the README.
    /// - Throws: where the run is a search, has not ended, or its files are not what they were.
    package init(_ run: RunFolder, _ bench: Workbench, name: String) throws {
        let old = try run.record()
        guard old.kind != .search else {
            throw InputError(
                "the run in '\(run.path)' is a search, with weights for all of its choices",
                hint: "retrain what it found (naxdse nas retrain \(run.path)), and export that")
        }
        let session = try run.session(bench, hasEffects: false)
        let outcome = try RunOutcome(run, session)
        guard outcome.reports.count == old.recipe.epochs else {
            throw InputError(
                "the run in '\(run.path)' has done \(outcome.reports.count) of \(old.recipe.epochs) epochs",
                hint: "go on with it: naxdse nas resume \(run.path)")
        }
        let texts = try Self.design(of: session, in: run, name: name)
        let record = Self.record(old, texts)
        let checkpoint = try TrainingRun.finished(SafeTensors(run.checkpointPath), decision: record.decision())
        var files = texts.map { (path: $0.file, bytes: Array($0.text.utf8)) }
        files.append(("run.json", Array(try record.text().utf8)))
        files.append(("checkpoint.safetensors", checkpoint))
        if var answers = try run.answers() {
            answers.checkpoint = sha256(checkpoint)
            files.append(("answers.json", Array(try answers.text().utf8)))
        }
        files.append(("README.md", Array(Self.readme(name, outcome, hasHardware: record.hardware != nil).utf8)))
        self.files = files
        weightBytes = checkpoint.count
    }

    /// - Parameter path: nothing, or an empty folder.
    /// - Throws: `FileError`; nothing is then written.
    package func write(to path: String) throws(FileError) { try AtomicFolder.write(files, to: path) }

    private typealias Text = (role: StudyMeaning.Role, file: String, text: String)

    /// What is trained, as files.
    private static func design(
        of session: any RunSession, in run: RunFolder, name: String
    ) throws -> [Text] {
        if let search = session as? NasSession {
            let choices = try run.foundChoices(search)
            let files = try DesignFiles(
                search.problem.point(for: choices), of: search.problem.setup, name: name,
                description: "Chosen by naxdse nas for \(search.problem.setup.design.network.name).")
            return [
                (.network, "network.xml", files.network), (.hardware, "hardware.xml", files.hardware),
                (.mapping, "mapping.xml", files.mapping),
            ]
        }
        guard let network = session.meaning?[.network] else {
            throw InputError(
                "the network of the run in '\(run.path)' has names that no network file can hold",
                hint: "train it from a network file: naxdse import writes one")
        }
        return [(.network, "network.xml", network)]
            + [(.hardware, "hardware.xml"), (.mapping, "mapping.xml")].compactMap { role, file in
                session.meaning?[role].map { (role, file, $0) }
            }
    }

    /// The training of these files, by the same recipe; no path of the machine stays in it.
    private static func record(_ old: RunRecord, _ texts: [Text]) -> RunRecord {
        func last(_ path: String, parts: Int) -> String {
            path.split(separator: "/").suffix(parts).joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
        }
        func file(_ role: StudyMeaning.Role) -> String? {
            texts.first { $0.role == role }.map { "./\($0.file)" }
        }
        return RunRecord(
            version: old.version, network: file(.network)!, hardware: file(.hardware), mapping: file(.mapping),
            data: last(old.data, parts: 1), device: "cpu",
            inputs: texts.map { InputFile(path: "./\($0.file)", sha256: sha256(Array($0.text.utf8))) },
            images: old.images.map { $0.map { InputFile(path: last($0.path, parts: 2), sha256: $0.sha256) } },
            recipe: old.recipe,
            inherited: old.inherited.map { InputFile(path: last($0.path, parts: 2), sha256: $0.sha256) })
    }

    private static func readme(_ name: String, _ outcome: RunOutcome, hasHardware: Bool) -> String {
        let design = hasHardware ? "hardware.xml -n network.xml -m mapping.xml" : ""
        let evaluation =
            hasHardware
            ? """

                naxdse evaluate \(design)
                naxdse simulate \(design) --weights checkpoint.safetensors --data IMAGES
            """ : ""
        return """
            # \(name)

            A trained network that `naxdse nas export` wrote. It is read where IMAGES is the folder of its data set:

                naxdse nas measure . --data IMAGES\(evaluation)

            | | |
            |---|---|
            \(outcome.facts.map { "| \($0.name) | \($0.words) |\n" }.joined())
            """
    }
}
