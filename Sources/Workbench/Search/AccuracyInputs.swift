import DataSets
import DesignSearch
import Diagnostics
import Optimisation
import System

/// The trained network and the images of a search that measures accuracy.
package struct AccuracyInputs {
    package let trial: AccuracyEvaluator.Trial
    /// The files of network and weights, and the images by their folder.
    package let files: [InputFile]
    /// SHA-256 of weights and images, under which a study keeps them.
    package let digests: [String: String]

    /// - Throws: what is wrong with weights or images, at its word in the search file where it is a name there.
    package init(_ test: AccuracyTest, network: Word, _ bench: Workbench) throws {
        guard network.text.hasSuffix(".onnx") || test.weights != nil else {
            throw InvalidInput([
                Diagnostic(
                    at: test.location, "network '\(network.text)' comes without weights",
                    hint: "name an ONNX file as the search's network, or add weights=\"FILE.safetensors\"")
            ])
        }
        let trained = try SearchSession.at(network) { try TrainedNetwork($0, weights: test.weights?.text, bench) }
        let data = try DataSet(folder: test.data.text)
        trial = try SearchSession.at(test.data) { _ in try AccuracyEvaluator.Trial(trained.network, on: data, as: test)
        }
        let images = try data.fingerprint(test: test.images, training: test.calibrationImages)
        files = trained.files + [InputFile(path: test.data.text, sha256: images)]
        // A network's text is compared by what it says.
        let weights = trained.files.filter { !$0.path.hasSuffix(".xml") }.map(\.sha256).joined(separator: " ")
        digests = ["weights": weights, "images": images]
    }
}
