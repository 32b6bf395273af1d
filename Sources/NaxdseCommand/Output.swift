import Reports
import System
import Workbench

/// Where results and messages go. Nothing else writes to a terminal, so that nothing from a file, a model, a program
/// or a study's name reaches one as it is: what a terminal would act on is made visible here.
enum Output {
    /// Writes a result to standard output.
    /// - Throws: `FileError` when not all of it could be written (a full disk).
    static func write(_ text: String) throws(FileError) {
        try AtomicFile.write(Terminal.printable(text), to: 1, named: "standard output")
    }

    /// Writes a line of JSON to standard output, which holds nothing that a terminal would act on.
    /// - Throws: `FileError` where nobody reads it any more.
    static func writeLine(_ json: String) throws(FileError) {
        try AtomicFile.write(json + "\n", to: 1, named: "standard output")
    }

    /// Writes a message to standard error, on lines of its own.
    static func printError(_ text: String) {
        try? AtomicFile.write(Terminal.printable(text) + "\n", to: 2, named: "standard error")
    }

    /// Writes what a `ProgressLine` says, with its codes.
    static func progress(_ text: String) {
        try? AtomicFile.write(text, to: 2, named: "standard error")
    }

    #if DEBUG
    /// Said once, where work is long enough to have a line that tells how it goes.
    fileprivate static let remarkOnDebugBuild: Void = printError(
        "naxdse: this program was built for tests, without optimisation, and searches and simulates some thirty times slower; Scripts/build builds .build/release/naxdse"
    )
    #endif
}

extension ProgressLine {
    /// On standard error.
    init(of noun: String, total: Int?, alreadyDone: Int = 0) {
        #if DEBUG
        if Terminal.standardError.isInteractive { _ = Output.remarkOnDebugBuild }
        #endif
        self.init(of: noun, total: total, alreadyDone: alreadyDone, on: .standardError) { Output.progress($0) }
    }
}
