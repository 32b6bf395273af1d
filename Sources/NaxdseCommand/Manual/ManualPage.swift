import ArgumentParser
import FoundationEssentials
import Workbench

/// The manual page of a command, made of what the command says of itself, in the macros of man(7).
struct ManualPage {
    /// Without the section: "naxdse-search-run".
    let name: String
    let text: String

    /// One for the tool and one for each command that does something or holds others.
    /// - Throws: where the argument parser describes commands in another way than it did.
    static func all() throws -> [ManualPage] {
        let help = try JSONDecoder().decode(Help.self, from: Data(Naxdse._dumpHelp().utf8)).command
        func pages(_ command: Help.Command, below parents: [String]) -> [ManualPage] {
            let path = parents + [command.commandName]
            let held = (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
            return [ManualPage(command, path, held)] + held.flatMap { pages($0, below: path) }
        }
        return pages(help, below: [])
    }

    /// What `--experimental-dump-help` prints, as far as pages need it.
    struct Help: Decodable {
        var command: Command

        struct Command: Decodable {
            var commandName: String
            var abstract: String?
            var discussion: String?
            var shouldDisplay: Bool
            var subcommands: [Command]?
            var arguments: [Argument]?
        }

        struct Argument: Decodable {
            var kind: String
            var shouldDisplay: Bool
            var isOptional: Bool
            var isRepeating: Bool
            var names: [Name]?
            var valueName: String?
            var defaultValue: String?
            var allValues: [String]?
            var abstract: String?
            var discussion: String?
        }

        struct Name: Decodable {
            var kind: String
            var name: String

            var spelled: String { (kind == "long" ? "--" : "-") + name }
        }
    }

    private init(_ command: Help.Command, _ path: [String], _ held: [Help.Command]) {
        name = path.joined(separator: "-")
        let arguments = (command.arguments ?? []).filter { argument in
            argument.shouldDisplay && argument.names?.contains { ["help", "version"].contains($0.name) } != true
        }
        var lines = [
            ".TH \"\(name.uppercased())\" 1 \"\" \"naxdse \(Workbench.version)\" \"naxdse manual\"",
            ".SH NAME", "\(name) \\- \(Self.escaped(command.abstract ?? ""))",
            ".SH SYNOPSIS", ".nh",
            "\\fB\(Self.escaped(path.joined(separator: " ")))\\fR "
                + (held.isEmpty ? Self.synopsis(arguments) : "\\fIcommand\\fR \\[u2026]"), ".hy",
        ]
        if let discussion = command.discussion, !discussion.isEmpty {
            lines += [".SH DESCRIPTION"] + Self.paragraphs(discussion)
        }
        if !held.isEmpty {
            lines.append(".SH COMMANDS")
            for each in held {
                lines += [".TP", "\\fB\(name)-\(each.commandName)\\fR(1)", Self.escaped(each.abstract ?? "")]
            }
        }
        if !arguments.isEmpty {
            lines.append(".SH OPTIONS")
            for each in arguments {
                lines +=
                    [".TP", Self.spelled(each)]
                    + Self.paragraphs([each.abstract, each.discussion].compactMap { $0 }.joined(separator: " "))
                if let values = each.allValues, !values.isEmpty {
                    lines += ["One of: \(Self.escaped(values.joined(separator: ", ")))."]
                }
                if let value = each.defaultValue, !value.isEmpty { lines += ["Default: \(Self.escaped(value))."] }
            }
        }
        lines += [
            ".SH EXIT STATUS", "0; 1 for bad input; 64 for wrong usage; 70 for a bug.",
            ".SH SEE ALSO",
            path.count == 1
                ? "\\fBnaxdse list\\fR names what can be named; \\fBnaxdse new\\fR begins files."
                : "\\fB\(path.dropLast().joined(separator: "-"))\\fR(1)",
        ]
        text = lines.joined(separator: "\n") + "\n"
    }

    private static func synopsis(_ arguments: [Help.Argument]) -> String {
        arguments.map { argument in
            let value = argument.valueName.map { "\\fI\(escaped($0))\\fR" } ?? ""
            let name = argument.names?.first { $0.kind == "long" } ?? argument.names?.first
            let word =
                switch argument.kind {
                case "positional": value
                case "flag": "\\fB\(escaped(name?.spelled ?? ""))\\fR"
                default: "\\fB\(escaped(name?.spelled ?? ""))\\fR \(value)"
                }
            return (argument.isOptional ? "[\(word)]" : word) + (argument.isRepeating ? " \\[u2026]" : "")
        }.joined(separator: " ")
    }

    private static func spelled(_ argument: Help.Argument) -> String {
        let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR"
        return switch argument.kind {
        case "positional": value
        case "flag": (argument.names ?? []).map { "\\fB\(escaped($0.spelled))\\fR" }.joined(separator: ", ")
        default: (argument.names ?? []).map { "\\fB\(escaped($0.spelled))\\fR \(value)" }.joined(separator: ", ")
        }
    }

    /// Lines that are indented, as commands in examples are, stay lines of their own.
    private static func paragraphs(_ text: String) -> [String] {
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.drop { $0 == " " }
            if words.isEmpty {
                lines.append(".PP")
            } else if line.first == " " {
                lines += [".RS", ".nf", escaped(String(words)), ".fi", ".RE"]
            } else {
                lines.append(escaped(String(words)))
            }
        }
        return lines
    }

    /// Text in which roff sees no request, no escape, and a hyphen as it is typed.
    private static func escaped(_ text: String) -> String {
        let ascii = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        // Other characters by number, so that a page reads the same whatever encoding is taken for it.
        let plain = ascii.unicodeScalars.map { $0.isASCII ? String($0) : "\\[u" + hexadecimal($0.value) + "]" }.joined()
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}

/// Four digits at least.
private func hexadecimal(_ number: UInt32) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
