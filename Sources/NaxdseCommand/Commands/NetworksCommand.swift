import ArgumentParser
import Networks
import Reports
import Workbench

/// `naxdse networks`
struct NetworksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "networks",
        abstract: "List the networks that can be named: the built-in ones, and the shipped files.")

    @OptionGroup var format: TableFormat

    func run() throws {
        let bench = try Workbench.ofCommand()
        let built = try Zoo.names.map { try Zoo.network(named: $0).summary }
        let shipped = try bench.shipped.names(in: "networks").map { try bench.network($0).network.summary }
        let all = built + shipped
        switch format.choice {
        case .json: try Output.write(JSON.array(all.map(\.json)).text)
        case .csv:
            try Output.write(
                CSV(
                    header: ["name", "input", "output", "layers", "weight_layers", "parameters", "macs"],
                    rows: all.map {
                        [
                            .text($0.name), .text("\($0.input)"), .text("\($0.output)"), .integer($0.layers),
                            .integer($0.weightLayers),
                            .integer($0.parameters), .integer($0.multiplyAccumulates),
                        ]
                    }
                ).text)
        case .text: try Output.write(table(all).text(on: .standardOutput))
        }
    }

    private func table(_ all: [NetworkSummary]) -> Table {
        let parameters = ColumnScale(of: all.map { Double($0.parameters) }, unit: "")
        let operations = ColumnScale(of: all.map { Double($0.multiplyAccumulates) }, unit: "")
        return Table(
            columns: [
                .init("network", .leading), .init("input", .leading), .init("output", .leading),
                .init("layers", .trailing),
                .init("with weights", .trailing), .init("parameters", unit: parameters.unit, .decimal),
                .init("MACs", unit: operations.unit, .decimal),
            ],
            rows: all.map {
                [
                    .init($0.name), .init("\($0.input)"), .init("\($0.output)"), .init("\($0.layers)"),
                    .init("\($0.weightLayers)"),
                    .init(parameters.text(Double($0.parameters))),
                    .init(operations.text(Double($0.multiplyAccumulates))),
                ]
            })
    }
}
