import ArgumentParser
import Reports
import System
import Workbench

/// `--html FILE`: one page with everything, to look at in a browser.
struct PageOptions: ParsableArguments {
    @Option(help: "Write one HTML page that needs no network to this file.", completion: .file(extensions: ["html"]))
    var html: String?

    func validate() throws {
        guard let html else { return }
        let name = html.lowercased()
        guard name.hasSuffix(".html") || name.hasSuffix(".htm") || html.hasPrefix("/dev/") else {
            throw ValidationError("'\(html)' does not end in .html: name it so")
        }
    }

    /// Writes the page where one is asked for.
    func write(_ page: () throws -> Page) throws {
        guard let html else { return }
        try Outputs(page: self).check()
        try AtomicFile.write(page().text, to: html)
    }
}
