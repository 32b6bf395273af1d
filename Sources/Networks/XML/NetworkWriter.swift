import Markup
import System

/// Writes networks in the form that `NetworkReader` reads.
///
/// ```swift
/// let text = try NetworkWriter(source: "resnet18.onnx, opset 17").text(of: network)
/// ```
///
/// What has its default value is left out, and so are the inputs of a layer that reads the one before it.
/// Reading the text gives an equal network.
public struct NetworkWriter: Sendable {
    public var description: String
    public var source: String

    /// - Parameters:
    ///   - description: prose about the network; none when empty.
    ///   - source: the publication, code or file that it follows; none when empty.
    public init(description: String = "", source: String = "") {
        self.description = description
        self.source = source
    }

    /// The text of the file, in UTF-8.
    ///
    /// - Throws: when a name is empty or has characters that a file cannot hold, a number is not finite, or
    ///   the first layer is not an input.
    public func text(of network: Network) throws(NetworkError) -> String {
        try check(network)
        var root = [("xmlns", "urn:naxdse:network:1"), ("name", network.name)]
        if !source.isEmpty { root.append(("source", source)) }
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", Mark.xml, "<network\(attributes(root))>"]
        if !description.isEmpty { lines.append("  <description>\(escaped(description))</description>") }
        for (index, layer) in network.layers.enumerated() {
            var values = [("name", layer.name)]
            if !layer.inputs.isEmpty, layer.inputs != [index - 1] {
                values.append(("inputs", layer.inputs.map { network.layers[$0].name }.joined(separator: " ")))
            }
            if layer.weights != layer.name { values.append(("weights", layer.weights)) }
            lines.append("  <\(layer.operation.word)\(attributes(values + layer.operation.attributes))/>")
        }
        return (lines + ["</network>", ""]).joined(separator: "\n")
    }

    private func attributes(_ pairs: [(String, String)]) -> String {
        pairs.map { " \($0)=\"\(escaped($1))\"" }.joined()
    }

    private func check(_ network: Network) throws(NetworkError) {
        guard !network.name.allSatisfy(\.isWhitespace), isText(network.name), isText(source), isText(description) else {
            throw NetworkError(
                layer: nil, problem: "the network's name, source or description cannot be written",
                remedy: "use a name that is not empty, and no control characters")
        }
        guard network.inputs.first == 0 else {
            throw NetworkError(
                layer: network.layers[0].name, problem: "the first layer is not an input",
                remedy: "begin with the input")
        }
        for layer in network.layers {
            guard !layer.name.isEmpty, isText(layer.name),
                !layer.name.unicodeScalars.contains(where: \.properties.isWhitespace)
            else {
                throw NetworkError(
                    layer: layer.name, problem: "its name cannot be written", remedy: "use a name without white space")
            }
            guard layer.operation.hasFiniteNumbers else {
                throw NetworkError(
                    layer: layer.name, problem: "it has a number that is not finite", remedy: "use finite numbers")
            }
        }
    }

    /// Whether XML 1.0 can hold all characters (section 2.2 of its specification).
    private func isText(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                || scalar == "\n" || scalar == "\t" || scalar == "\r"
        }
    }
}
