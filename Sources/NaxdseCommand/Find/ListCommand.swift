import ArgumentParser
import Reports
import Workbench

/// `naxdse list [KIND]`
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what can be named, with a line on each.",
        discussion: "Without a kind, all of them. `naxdse networks` and `naxdse plugins` tell more of theirs.")

    @Argument(help: "One of: \(NameKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind: NameKind?

    @Option(
        help: "The file of studies, or the URL of a PostgreSQL database (postgresql://user@host/database).",
        completion: .file())
    var storage = "studies.sqlite"

    @OptionGroup var format: TableFormat

    func run() throws {
        let names = try KnownNames(bench: Workbench.ofCommand(), storage: .init(name: storage))
        let found = try (kind.map { [$0] } ?? NameKind.allCases).map { ($0, try names.all($0)) }
        switch format.choice {
        case .json:
            try Output.write(
                JSON.array(
                    found.flatMap { kind, names in
                        names.map {
                            ["kind": .string(kind.rawValue), "name": .string($0.name), "summary": .string($0.summary)]
                        }
                    }
                ).text)
        case .csv:
            try Output.write(
                CSV(
                    header: ["kind", "name", "summary"],
                    rows: found.flatMap { kind, names in
                        names.map { [.text(kind.rawValue), .text($0.name), .text($0.summary)] }
                    }
                ).text)
        case .text:
            let terminal = Terminal.standardOutput
            try Output.write(found.map { Listing(kind: $0, names: $1).text(on: terminal) }.joined(separator: "\n"))
        }
    }
}

/// Names below each other with their lines, which go on below themselves where a terminal is narrow.
private struct Listing {
    var kind: NameKind
    var names: [KnownName]

    func text(on terminal: Terminal) -> String {
        let width = names.map(\.name.count).max() ?? 0
        let heading = "\(kind.rawValue): \(kind.summary)\n"
        guard !names.isEmpty else { return heading + "  none here\n" }
        return heading
            + names.map { name in
                let space = String(repeating: " ", count: width - name.name.count + 2)
                return "  " + name.name + space + wrapped(name.summary, indent: width + 4, width: terminal.width) + "\n"
            }.joined()
    }

    private func wrapped(_ text: String, indent: Int, width: Int?) -> String {
        guard let width, width > indent + 20 else { return text }
        var lines: [String] = [], current = ""
        for word in text.split(separator: " ") {
            if !current.isEmpty, indent + current.count + 1 + word.count > width {
                lines.append(current)
                current = ""
            }
            current += (current.isEmpty ? "" : " ") + word
        }
        return (lines + [current]).joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
