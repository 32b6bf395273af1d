import ArgumentParser
import System
import Workbench

/// `naxdse manual FOLDER`: for Scripts/install and for packagers.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Write a manual page for each command, for man(1).", shouldDisplay: false)

    @Argument(help: "The folder that they go to, such as share/man/man1.", completion: .directory)
    var folder: String

    func run() throws {
        try makeFolder(folder)
        for page in try ManualPage.all() { try AtomicFile.write(page.text, to: "\(folder)/\(page.name).1") }
    }
}
