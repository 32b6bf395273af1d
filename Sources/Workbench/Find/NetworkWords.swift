import Networks
import Reports

/// How lists of networks, and checks of their files, tell of one.
extension NetworkSummary {
    /// "3×32×32 to 10: 20 layers with weights, 269.7 k parameters, 40.55 M MACs"
    package var words: String {
        "\(input) to \(output): \(weightLayers) layers with weights, \(count(parameters)) parameters, "
            + "\(count(multiplyAccumulates)) MACs"
    }

    package var json: JSON {
        [
            "name": .string(name), "input": .string("\(input)"), "output": .string("\(output)"),
            "layers": .integer(layers), "weight_layers": .integer(weightLayers), "parameters": .integer(parameters),
            "macs": .integer(multiplyAccumulates),
        ]
    }
}
