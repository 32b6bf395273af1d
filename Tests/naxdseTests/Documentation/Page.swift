import Foundation
import Testing

/// A page of documentation, as far as its commands go.
///
/// A block ```` ```sh ```` is a script for bash. A block of no language, `text`, `json` or `csv` right behind it shows
/// its output. A block ```` ```console ```` has commands behind `$ ` with what each prints below it. In an output a
/// line `…` stands for any lines and `…` within a line for any characters.
///
/// A comment before a block says what is different about it:
///
///     <!-- not run: it trains for an hour -->
///     <!-- exit code: 1 -->
struct Page {
    /// From the repository on: "docs/search.md".
    var path: String
    var commands: [Command] = []
    /// What is wrong with the page: `docs/search.md:12: …`
    var mistakes: [String] = []

    struct Command: Equatable {
        /// Of the page, counted from 1.
        var line: Int
        var script: String
        /// Lines that it prints; none where the page does not show any.
        var output: [String] = []
        /// What its last line exits with.
        var exitCode: Int32 = 0
        /// Why it is not run, where it is not.
        var notRun: String?
    }

    init(_ text: String, path: String) {
        self.path = path
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
        var remarks = Remarks()
        /// Whether the next block may be the output of the script before it.
        var followsScript = false
        while let line = lines.popFirst() {
            let number = lines.startIndex
            guard let language = fence(line) else {
                if let remark = comment(line) {
                    if !remarks.take(remark) {
                        mistakes.append(
                            "\(path):\(number): '\(remark)' is neither 'not run: REASON' nor 'exit code: NUMBER'")
                    }
                } else if !line.allSatisfy(\.isWhitespace) {
                    remarks = Remarks()
                    followsScript = false
                    if line.hasPrefix("    "), looksLikeCommand(line) {
                        mistakes.append("\(path):\(number): a command outside a block of sh or console")
                    }
                }
                continue
            }
            let body = Array(lines.prefix { fence($0) == nil })
            lines = lines.dropFirst(body.count + 1)
            switch language {
            case "sh":
                commands.append(
                    Command(
                        line: number + 1, script: body.joined(separator: "\n"), exitCode: remarks.exitCode,
                        notRun: remarks.notRun))
            case "console":
                let entered = session(body, from: number + 1)
                for (index, command) in entered.enumerated() {
                    commands.append(command)
                    commands[commands.count - 1].notRun = remarks.notRun
                    if index == entered.count - 1 { commands[commands.count - 1].exitCode = remarks.exitCode }
                }
                if entered.isEmpty {
                    mistakes.append("\(path):\(number): a block of console without a line that starts with '$ '")
                }
            case "", "text", "json", "csv":
                if followsScript {
                    commands[commands.count - 1].output = body
                } else if let index = body.firstIndex(where: looksLikeCommand) {
                    mistakes.append("\(path):\(number + 1 + index): a command outside a block of sh or console")
                }
            default: break
            }
            followsScript = language == "sh"
            remarks = Remarks()
        }
    }

    /// The pages of the repository.
    static let all: [Page] = {
        let root = repository.resolvingSymlinksInPath()
        let docs =
            FileManager.default.enumerator(atPath: root.appending(path: "docs").resolvingSymlinksInPath().path)?
            .compactMap { $0 as? String } ?? []
        return (["README.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }).map { path in
            Page((try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? "", path: path)
        }
    }()
}

extension Page: CustomTestStringConvertible {
    var testDescription: String { path }
}

/// What comments say of the block behind them.
private struct Remarks {
    var notRun: String?
    var exitCode: Int32 = 0

    /// Whether it is a remark at all.
    mutating func take(_ comment: String) -> Bool {
        if let reason = comment.wholeMatch(of: /not run: *(.+)/) {
            notRun = String(reason.1)
        } else if let code = comment.wholeMatch(of: /exit code: *([0-9]+)/).flatMap({ Int32($0.1) }) {
            exitCode = code
        } else {
            return false
        }
        return true
    }
}

/// The commands behind `$ `, each with the lines up to the next; a `\` at its end goes on in the next line.
private func session(_ body: [String], from first: Int) -> [Page.Command] {
    var result: [Page.Command] = []
    var goesOn = false
    for (offset, line) in body.enumerated() {
        if goesOn {
            result[result.count - 1].script += "\n" + line
        } else if line.hasPrefix("$ ") {
            result.append(Page.Command(line: first + offset, script: String(line.dropFirst(2))))
        } else if !result.isEmpty {
            result[result.count - 1].output.append(line)
            continue
        } else {
            continue
        }
        goesOn = line.hasSuffix("\\")
    }
    for index in result.indices {
        while result[index].output.last?.allSatisfy(\.isWhitespace) == true { result[index].output.removeLast() }
    }
    return result
}

/// The language of a line that opens a block, "" for one that closes it or names none; nil for any other line.
private func fence(_ line: String) -> String? {
    let text = line.drop { $0 == " " }
    guard text.hasPrefix("```") else { return nil }
    return text.dropFirst(3).trimmingCharacters(in: .whitespaces)
}

private func comment(_ line: String) -> String? {
    line.wholeMatch(of: /\s*<!--\s*(.*?)\s*-->\s*/).map { String($0.1) }
}

private func looksLikeCommand(_ line: String) -> Bool {
    line.contains(/^\s*(\$ |naxdse |swift (build|run|test|package) )/)
}
