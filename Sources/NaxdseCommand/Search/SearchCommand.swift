import ArgumentParser
import Workbench

/// `naxdse search …`
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Search designs; stop, resume and read studies.",
        discussion: """
            A study is a search with its strategy, seed and trials, kept in a file of studies. Every trial is on the disk \
            when its strategy learns of it: a study may be stopped (Ctrl-C) or killed at any moment, and resumed it goes on as \
            if nothing had happened. Several processes may work on one study. docs/search.md is the manual.
            """,
        subcommands: [
            SearchRunCommand.self, SearchResumeCommand.self, SearchListCommand.self, SearchShowCommand.self,
            SearchBestCommand.self, SearchFrontCommand.self, SearchExportCommand.self, SearchReevaluateCommand.self,
            SearchDeleteCommand.self,
        ])
}
