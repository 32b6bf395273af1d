import Diagnostics
import Markup

/// Reads network files.
///
/// ```swift
/// let file = try NetworkReader().read("networks/lenet5.xml")
/// file.network.multiplyAccumulates
/// ```
///
/// Layers stand after those that they read; one without `inputs` reads the layer before it.
/// `NetworkWriter` writes the same form.
public struct NetworkReader: Sendable {
    private let reader: XMLReader

    /// - Parameter allowsOutsideFiles: whether files outside the folder of the file that is read may be included.
    public init(allowsOutsideFiles: Bool = false) {
        reader = XMLReader(schema: .network, allowsOutsideFiles: allowsOutsideFiles)
    }

    /// - Throws: everything that is wrong with the file.
    public func read(_ path: String) throws(InvalidInput) -> NetworkFile {
        let (document, problems) = try reader.examine(path)
        return try file(document, problems)
    }

    /// - Parameter path: under which errors name the bytes.
    public func read(bytes: [UInt8], as path: String) throws(InvalidInput) -> NetworkFile {
        let (document, problems) = try reader.examine(bytes: bytes, as: path)
        return try file(document, problems)
    }

    /// - Parameter found: what the schema has to say against the document.
    private func file(_ document: Document, _ found: Problems) throws(InvalidInput) -> NetworkFile {
        let root = document.root
        let layers = LayerDecoding(root.children.filter { $0.name != "description" })
        let problems = found.followed(by: layers.problems, in: document).ordered(as: document.files)
        try naming(problems, in: root).throwIfAny()
        let network: Network
        do throws(NetworkError) {
            network = try Network(name: root.attribute("name")?.value ?? "", nodes: layers.nodes)
        } catch {
            throw InvalidInput([layers.diagnostic(error, at: root.location)])
        }
        return NetworkFile(
            network: network, description: root.child("description")?.text ?? "",
            source: root.attribute("source")?.value ?? "", files: document.files)
    }

    /// The problems with the layer's name before each that is about one and does not say so.
    private func naming(_ problems: Problems, in root: Element) -> Problems {
        guard problems.hasErrors else { return problems }
        var layers: [SourceLocation: String] = [:]
        for element in root.children {
            guard let name = element.attribute("name")?.value, !name.isEmpty else { continue }
            layers[element.location] = name
            for attribute in element.attributes {
                layers[attribute.location] = name
                layers[attribute.valueLocation] = name
            }
        }
        var result = Problems()
        result.append(
            problems.diagnostics.map { diagnostic in
                guard let name = layers[diagnostic.location], !diagnostic.message.hasPrefix("layer '") else {
                    return diagnostic
                }
                var named = diagnostic
                named.message = "layer '\(name)': \(diagnostic.message)"
                return named
            })
        return result
    }
}
