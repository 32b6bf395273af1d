import ArgumentParser
import Networks
import Reports

/// `naxdse networks`
struct NetworksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "networks", abstract: "List the networks that can be named.")

    @OptionGroup var format: TableFormat

    func run() throws {
        let all = try Zoo.names.map { try Zoo.network(named: $0) }
        switch format.choice {
        case .json: try Output.write(JSON.array(all.map(json)).text)
        case .csv:
            try Output.write(CSV(
                header: ["name", "input", "output", "layers", "weight_layers", "parameters", "macs"],
                rows: all.map {
                    [
                        .text($0.name), .text($0.inputText), .text($0.outputText), .integer($0.layers.count), .integer($0.stationaryLayers.count),
                        .integer($0.parameters), .integer($0.multiplyAccumulates),
                    ]
                }).text)
        case .text: try Output.write(table(all).text(on: .standardOutput))
        }
    }

    private func json(_ network: Network) -> JSON {
        [
            "name": .string(network.name), "input": .string(network.inputText), "output": .string(network.outputText),
            "layers": .integer(network.layers.count), "weight_layers": .integer(network.stationaryLayers.count),
            "parameters": .integer(network.parameters), "macs": .integer(network.multiplyAccumulates),
        ]
    }

    private func table(_ all: [Network]) -> Table {
        let parameters = ColumnScale(of: all.map { Double($0.parameters) }, unit: "")
        let operations = ColumnScale(of: all.map { Double($0.multiplyAccumulates) }, unit: "")
        return Table(
            columns: [
                .init("network", .leading), .init("input", .leading), .init("output", .leading), .init("layers", .trailing),
                .init("with weights", .trailing), .init("parameters", unit: parameters.unit, .decimal),
                .init("MACs", unit: operations.unit, .decimal),
            ],
            rows: all.map {
                [
                    .init($0.name), .init($0.inputText), .init($0.outputText), .init("\($0.layers.count)"), .init("\($0.stationaryLayers.count)"),
                    .init(parameters.text(Double($0.parameters))), .init(operations.text(Double($0.multiplyAccumulates))),
                ]
            })
    }
}

extension Network {
    /// Shape of the (first) input and of the (last) output.
    fileprivate var inputText: String { "\(layers[inputs.first ?? 0].output)" }
    fileprivate var outputText: String { "\(layers[outputs.last ?? layers.count - 1].output)" }
}
