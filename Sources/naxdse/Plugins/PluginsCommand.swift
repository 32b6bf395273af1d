import ArgumentParser
import Catalogue
import Registration
import Reports
import Search

/// `naxdse plugins`
struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins", abstract: "List the mappers and strategies that this build has, with their settings.")

    @OptionGroup var format: TableFormat

    func run() throws {
        // Registering them finds names that are given twice.
        _ = try (Catalogue.mappers(), Catalogue.strategies())
        let plugins = Catalogue.plugins.sorted { ($0.kind, $0.name) < ($1.kind, $1.name) }
        switch format.choice {
        case .json: try Output.write(JSON.array(plugins.map(json)).text)
        case .csv:
            try Output.write(CSV(
                header: ["kind", "name", "summary"],
                rows: plugins.map { [.text($0.kind), .text($0.name), .text($0.summary)] }).text)
        case .text: try Output.write(text(plugins))
        }
    }

    private func settings(of plugin: any Plugin) -> [Setting] {
        (plugin as? StrategyPlugin)?.settings ?? []
    }

    private func json(_ plugin: any Plugin) -> JSON {
        let settings = settings(of: plugin).map { setting -> JSON in
            ["name": .string(setting.name), "default": .string(setting.standard), "help": .string(setting.help)]
        }
        return [
            "kind": .string(plugin.kind), "name": .string(plugin.name), "summary": .string(plugin.summary),
            "settings": .array(settings),
        ]
    }

    private func text(_ plugins: [any Plugin]) -> String {
        var rows: [[Table.Cell]] = []
        for plugin in plugins {
            rows.append([.init(plugin.kind), .init(plugin.name), .init(plugin.summary)])
            for setting in settings(of: plugin) {
                rows.append(["", .init("  \(setting.name)=\(setting.standard)"), .init("  \(setting.help)")])
            }
        }
        let table = Table(
            columns: [.init("kind", .leading), .init("name", .leading), .init("what it does", .leading)], rows: rows, keyColumns: 3)
        return table.text(on: .standardOutput)
    }
}
