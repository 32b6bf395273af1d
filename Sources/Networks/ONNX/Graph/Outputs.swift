extension GraphImport {
    /// Ends the network in the outputs, and leaves out the layers that none of them needs.
    ///
    /// - Parameter isChosen: whether the user named the outputs; otherwise they are the graph's.
    mutating func finish(_ outputs: [String], isChosen: Bool) {
        var ends: [Int] = []
        for output in outputs {
            switch values[output] {
            case .computed(let value):
                // A code is not the number that it stands for.
                let node = NodeReader(node: Onnx_NodeProto.with { $0.name = output }, opset: opset)
                do throws(ImportFailure) {
                    ends.append(try plain(value, node).layer)
                } catch {
                    tell("output '\(output)': \(error.problem)", error.hint)
                }
            case .constant:
                tellConstant(output, isOnly: outputs.count == 1)
            case .unknown: break
            case nil:
                tell(
                    isChosen ? "there is no tensor '\(output)'" : "no node computes the graph's output '\(output)'",
                    nearestTensor(to: output))
            }
        }
        guard problems.isEmpty else { return }
        for (output, end) in zip(outputs, ends) where !dependsOnInput(end) {
            tellConstant(output, isOnly: outputs.count == 1)
        }
        guard problems.isEmpty else { return }
        if let input = ends.first(where: { if case .input = layers[$0].operation { true } else { false } }),
            ends.count == 1
        {
            tell("the output is the input '\(layers[input].name)'", "export a network that computes something")
            return
        }
        prune(to: ends)
    }

    private mutating func tellConstant(_ output: String, isOnly: Bool) {
        tell(
            "the output '\(output)' is constant: it does not depend on the input",
            isOnly
                ? "export the network with the output that it computes" : "name the others with --network-output NAME")
    }

    /// Whether a layer reads what varies, through others.
    private func dependsOnInput(_ end: Int) -> Bool {
        var isNeeded = [Bool](repeating: false, count: nodes.count)
        isNeeded[end] = true
        for index in nodes.indices.reversed() where isNeeded[index] {
            if case .input = nodes[index].operation { return true }
            for input in nodes[index].inputs { isNeeded[input] = true }
        }
        return false
    }

    private mutating func prune(to ends: [Int]) {
        var isNeeded = [Bool](repeating: false, count: nodes.count)
        for end in ends { isNeeded[end] = true }
        for index in nodes.indices.reversed() where isNeeded[index] {
            for input in nodes[index].inputs { isNeeded[input] = true }
        }
        var places: [Int: Int] = [:]
        var kept: [Network.Node] = []
        var heirs: [String: String] = [:]
        for (index, var node) in nodes.enumerated() where isNeeded[index] {
            node.inputs = node.inputs.compactMap { places[$0] }
            // Where the layer that has the weights is left out, the next one that shares them has them.
            if let owner = node.weights, !kept.contains(where: { $0.name == owner }) {
                if let heir = heirs[owner] {
                    node.weights = heir
                } else {
                    heirs[owner] = node.name
                    node.weights = nil
                    weights.rename(of: owner, to: node.name)
                }
            }
            places[index] = kept.count
            kept.append(node)
        }
        nodes = kept
    }
}
