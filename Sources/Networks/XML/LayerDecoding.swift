import Diagnostics
import Markup

/// The layers of a file so far. Each is checked when it is added, so that all errors are told; what
/// reads a layer that is wrong is not told again.
struct LayerDecoding {
    private(set) var nodes: [Network.Node] = []
    private(set) var problems = Problems()
    /// The layers with their shapes; nil for one that is wrong.
    private var layers: [Layer?] = []
    private var indices: [String: Int] = [:]
    /// Of the whole file, to tell a layer that stands too far down from one that does not exist.
    private let allNames: Set<String>

    init(_ elements: [Element]) {
        allNames = Set(elements.compactMap { $0.attribute("name")?.value })
        for element in elements { add(element) }
    }

    /// Reads the next element.
    private mutating func add(_ element: Element) {
        let name = element.attribute("name")?.value ?? ""
        let inputs = inputs(of: element, name)
        let operation = operation(element, &problems)
        if indices[name] != nil {
            problems.error(
                at: element.attribute("name")?.valueLocation ?? element.location,
                "layer '\(name)': the name is used twice", hint: "give each layer its own name")
        } else {
            indices[name] = nodes.count
        }
        let weights = element.attribute("weights")?.value
        var layer: Layer?
        let sources = inputs?.compactMap { layers[$0] }
        if let operation, let inputs, let sources, sources.count == inputs.count {
            do throws(NetworkError) {
                layer = try Layer(
                    name: name, operation: operation, inputs: inputs, inputShapes: sources.map(\.output),
                    weights: weights)
            } catch {
                problems.append([diagnostic(error, at: element.location)])
            }
        }
        layers.append(layer)
        nodes.append(Network.Node(name: name, operation: operation ?? .flatten, inputs: inputs ?? [], weights: weights))
    }

    /// An error of the network, at a place in the file.
    func diagnostic(_ error: NetworkError, at location: SourceLocation) -> Diagnostic {
        Diagnostic(at: location, (error.layer.map { "layer '\($0)': " } ?? "") + error.problem, hint: error.remedy)
    }

    /// The layers that an element reads: those that it names, or the one before it.
    /// Nil when one of them is not there; that is told.
    private mutating func inputs(of element: Element, _ name: String) -> [Int]? {
        if element.name == "input" || element.name == "constant" { return [] }
        guard let attribute = element.attribute("inputs") else {
            guard !nodes.isEmpty else {
                problems.error(
                    at: element.location, "layer '\(name)': there is no layer before it to read",
                    hint: "begin with <input name=\"image\" shape=\"3 32 32\"/>")
                return nil
            }
            return [nodes.count - 1]
        }
        var inputs: [Int] = []
        var isComplete = true
        for input in attribute.value.split(whereSeparator: \.isWhitespace).map(String.init) {
            if let index = indices[input] {
                inputs.append(index)
            } else {
                isComplete = false
                problems.error(
                    at: attribute.valueLocation, "layer '\(name)': no layer before it is called '\(input)'",
                    hint: hint(for: input))
            }
        }
        return isComplete ? inputs : nil
    }

    private func hint(for input: String) -> String {
        if allNames.contains(input) { return "move '\(input)' above it" }
        let names = nodes.map(\.name)
        let words = suggestion(for: input, among: names)
        // A list of all layers helps nobody.
        return words.hasPrefix("did you mean") || names.count <= 8 ? words : "name a layer that stands above this one"
    }
}
