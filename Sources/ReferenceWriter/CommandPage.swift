/// What `naxdse --experimental-dump-help` prints, as far as the reference needs it (ArgumentParser's tool info, version
/// 0).
struct ToolHelp: Decodable {
    var command: Command

    struct Command: Decodable {
        var commandName: String
        var abstract: String?
        var discussion: String?
        var shouldDisplay: Bool
        var superCommands: [String]?
        var subcommands: [Command]?
        var arguments: [Argument]?
    }

    struct Argument: Decodable {
        var kind: Kind
        var shouldDisplay: Bool
        var sectionTitle: String?
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var allValues: [String]?
        var abstract: String?
        var discussion: String?
    }

    enum Kind: String, Decodable { case positional, option, flag }

    struct Name: Decodable {
        var kind: String
        var name: String

        var spelled: String { (kind == "long" ? "--" : "-") + name }
    }
}

/// The reference of the commands, with the options of each.
struct CommandPage {
    let tool: ToolHelp.Command

    init(_ tool: ToolHelp.Command) {
        self.tool = tool
    }

    var text: String {
        "# Commands: every argument and option\n" + Reference.note(source: "what each command says of itself") + "\n"
            + prose(tool.abstract, tool.discussion) + "\n"
            + Markdown.table(
                ["command", "does"],
                all.map { ["[\(Markdown.code(name($0)))](#\(anchor($0)))", Markdown.escaped($0.abstract ?? "")] })
            + "\nEvery command has `--help` as well, and `naxdse --version` tells the version.\n"
            + all.map(section).joined()
    }

    /// The commands that do something, without those that only hold others.
    private var all: [ToolHelp.Command] {
        func leaves(_ command: ToolHelp.Command) -> [ToolHelp.Command] {
            let subcommands = (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
            return subcommands.isEmpty ? [command] : subcommands.flatMap(leaves)
        }
        return leaves(tool)
    }

    private func section(_ command: ToolHelp.Command) -> String {
        let arguments = (command.arguments ?? []).filter { argument in
            argument.shouldDisplay && argument.names?.contains { ["help", "version"].contains($0.name) } != true
        }
        let rows = arguments.map { argument in
            [
                spelled(argument).map(Markdown.code).joined(separator: ", "),
                argument.allValues.map { $0.map(Markdown.code).joined(separator: ", ") } ?? "",
                argument.defaultValue.map(Markdown.code) ?? (argument.isOptional ? "–" : "**required**"),
                Markdown.escaped([argument.abstract, argument.discussion].compactMap { $0 }.joined(separator: " "))
                    + (argument.isRepeating && argument.kind == .option ? " _May be given more than once._" : ""),
            ]
        }
        return "\n## \(name(command))\n" + prose(command.abstract, command.discussion) + "\n"
            + Markdown.table(["argument", "one of", "default", "meaning"], rows)
    }

    /// `--network <network>`, `-n <network>`; `<hardware> …`.
    private func spelled(_ argument: ToolHelp.Argument) -> [String] {
        let value = "<\(argument.valueName ?? "value")>"
        return switch argument.kind {
        case .positional: [value + (argument.isRepeating ? " …" : "")]
        case .flag: (argument.names ?? []).map(\.spelled)
        case .option: (argument.names ?? []).map { "\($0.spelled) \(value)" }
        }
    }

    /// Paragraphs; lines that are commands are set as such, each by itself.
    private func prose(_ parts: String?...) -> String {
        parts.compactMap { $0 }.joined(separator: "\n\n").split(separator: "\n\n").flatMap { paragraph -> [String] in
            var result: [(text: String, isCommand: Bool)] = []
            for line in paragraph.split(separator: "\n").map({ $0.drop { $0 == " " } }) {
                let isCommand = line.hasPrefix("naxdse ")
                if !isCommand, let last = result.indices.last, !result[last].isCommand {
                    result[last].text += " " + line
                } else {
                    result.append((String(line), isCommand))
                }
            }
            return result.map { ($0.isCommand ? Markdown.code($0.text) : Markdown.escaped($0.text)) + "\n" }
        }.joined(separator: "\n")
    }

    private func name(_ command: ToolHelp.Command) -> String {
        ((command.superCommands ?? []) + [command.commandName]).joined(separator: " ")
    }

    private func anchor(_ command: ToolHelp.Command) -> String { name(command).replacing(" ", with: "-") }
}
