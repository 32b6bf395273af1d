import ArgumentParser
import Registration
import Workbench

/// A command that there is none of, as the first words of a command line have it.
struct UnknownCommand {
    /// With those before it: "search runn".
    let words: String
    /// The nearest that there is, with those before it.
    let near: String?
    /// The command that lists those that there are.
    let parent: String

    /// Nil where the words begin with a command.
    init?(in arguments: [String]) {
        var command: any ParsableCommand.Type = Naxdse.self
        var before: [String] = []
        for word in arguments {
            let known = command.configuration.subcommands
            // An option of the command above, or its arguments.
            guard !known.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            if let next = known.first(where: { $0._commandName == word || $0.configuration.aliases.contains(word) }) {
                command = next
                before.append(word)
                continue
            }
            // A command with a default takes what is no command's name.
            guard command.configuration.defaultSubcommand == nil else { return nil }
            words = (before + [word]).joined(separator: " ")
            near = nearest(to: word, in: known.map { $0._commandName }).map { (before + [$0]).joined(separator: " ") }
            parent = (["naxdse"] + before).joined(separator: " ")
            return
        }
        return nil
    }

    var message: String {
        let all = "'\(parent) --help' lists them"
        return "naxdse: error: there is no command '\(words)'; " + (near.map { "did you mean '\($0)'?" } ?? all)
            + "\nUsage: \(parent) <subcommand>\n  See '\(parent) --help' for more information."
    }
}
