import ArgumentParser
import Hardware
import Optimisation
import Registration
import Reports
import Workbench

/// `naxdse plugins`
struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract:
            "List the mappers, component models and strategies that this build has, with their settings and parameters.",
        discussion: """
            Component models are named in hardware files. Of each stand its source, what it holds for (what is out of it is an error), \
            the kinds of component it can be the model of, and its parameters with their ranges; one that scales another component \
            needs `like`.
            """)

    @Option(help: "Only those of one kind: mapper, model or strategy.")
    var kind: PluginKind?

    @OptionGroup var format: TableFormat

    func run() throws {
        // Registering them finds names that are given twice.
        _ = try (Plugins.ofCommand.mappers(), Plugins.ofCommand.strategies(), Plugins.ofCommand.componentModels())
        let all = Plugins.ofCommand.all + ComponentModels.shipped
        let plugins = all.filter { kind == nil || $0.kind == kind?.rawValue }.sorted {
            ($0.kind, $0.name) < ($1.kind, $1.name)
        }
        switch format.choice {
        case .json: try Output.write(JSON.array(plugins.map(json)).text)
        case .csv:
            try Output.write(
                CSV(
                    header: ["kind", "name", "summary"],
                    rows: plugins.map { [.text($0.kind), .text($0.name), .text($0.summary)] }
                ).text)
        case .text: try Output.write(text(plugins))
        }
    }

    private func settings(of plugin: any Plugin) -> [Setting] {
        (plugin as? StrategyPlugin)?.settings ?? []
    }

    private func json(_ plugin: any Plugin) -> JSON {
        var members: [JSON.Member] = [
            .init("kind", .string(plugin.kind)), .init("name", .string(plugin.name)),
            .init("summary", .string(plugin.summary)),
        ]
        if let model = plugin as? ComponentModelPlugin {
            members += [
                .init("source", .string(model.source)), .init("range", .string(model.range)),
                .init("kinds", .array(model.kinds.map { .string($0.rawValue) })),
                .init("needsReference", .boolean(model.needsReference)),
                .init(
                    "parameters",
                    .array(
                        model.parameters.map { parameter in
                            [
                                "name": .string(parameter.name), "range": .string(parameter.range),
                                "default": parameter.standard.map { .string($0) } ?? .null,
                                "attribute": .boolean(parameter.isAttribute),
                                "help": .string(parameter.help),
                            ]
                        })),
            ]
        } else {
            members.append(
                .init(
                    "settings",
                    .array(
                        settings(of: plugin).map { setting in
                            [
                                "name": .string(setting.name), "default": .string(setting.standard),
                                "help": .string(setting.help),
                            ]
                        })))
        }
        return .object(members)
    }

    private func text(_ plugins: [any Plugin]) -> String {
        var rows: [[Table.Cell]] = []
        for plugin in plugins {
            rows.append([.init(plugin.kind), .init(plugin.name), .init(plugin.summary)])
            for setting in settings(of: plugin) {
                rows.append(["", .init("  \(setting.name)=\(setting.standard)"), .init("  \(setting.help)")])
            }
            guard let model = plugin as? ComponentModelPlugin else { continue }
            rows.append(["", "", .init("  source: \(model.source)")])
            rows.append(["", "", .init("  holds for: \(model.range)")])
            let kinds =
                model.kinds.count == ComponentKind.allCases.count
                ? "all" : model.kinds.map(\.rawValue).joined(separator: ", ")
            rows.append(["", "", .init("  kinds: \(kinds)" + (model.needsReference ? "; with like=\"…\"" : ""))])
            for parameter in model.parameters {
                let name = parameter.standard.map { "\(parameter.name)=\($0)" } ?? parameter.name
                rows.append(["", .init("  \(name)"), .init("  \(parameter.help); \(parameter.range)")])
            }
        }
        let table = Table(
            columns: [.init("kind", .leading), .init("name", .leading), .init("what it does", .leading)], rows: rows,
            keyColumns: 3)
        return table.text(on: .standardOutput)
    }
}
