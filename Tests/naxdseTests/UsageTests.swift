import ArgumentParser
import Diagnostics
import Foundation
import Testing

@testable import NaxdseCommand
@testable import Workbench

@Suite struct UsageTests {
    @Test(arguments: [
        ["compare"], ["compare", "isaac"], ["evaluate", "isaac"], ["frobnicate"],
        ["compare", "isaac", "-n", "resnet20", "--sort", "speed"],
        ["show", "isaac", "--json", "--csv"], ["validate"], ["import", "a.onnx", "--extent", "n"],
        ["import", "a.onnx", "--json"],
    ])
    func wrongUsageIs64WithUsageOnStandardError(arguments: [String]) throws {
        let tool = try Tool.run(arguments)
        #expect(tool.status == 64 && tool.output.isEmpty && tool.errors.contains("Usage: naxdse"), "\(tool.errors)")
    }

    @Test func versionAndHelpAreOnStandardOutput() throws {
        let version = try Tool.run("--version")
        #expect(version.status == 0 && version.output.split(separator: ".").count == 3 && version.errors.isEmpty)
        let help = try Tool.run("--help")
        #expect(help.status == 0)
        for command in [
            "compare", "crossbar", "evaluate", "report", "show", "validate", "import", "networks", "plugins", "plugin",
        ] {
            #expect(help.output.contains("\n  \(command) "), "\(command)")
            #expect(try Tool.run(command, "--help").status == 0)
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionsAreGenerated(shell: String) throws {
        let tool = try Tool.run("--generate-completion-script", shell)
        #expect(tool.status == 0 && tool.output.contains("compare"))
    }

    @Test func networksListsTheBuiltInOnesWithTheirCounts() throws {
        let text = try Tool.run("networks")
        #expect(text.status == 0 && text.output.contains("resnet20"))
        let list = try #require(try Tool.run("networks", "--json").json as? [[String: Any]])
        let resnet = try #require(list.first { $0["name"] as? String == "resnet20" })
        #expect(list.contains { $0["name"] as? String == "lenet5" }, "the shipped files are listed too")
        #expect(resnet["macs"] as? Int == 40_551_040 && resnet["input"] as? String == "3×32×32")
        #expect(
            try Tool.run("networks", "--csv").output.hasPrefix(
                "name,input,output,layers,weight_layers,parameters,macs\r\n"))
    }

    @Test func withoutItsFilesTheToolSaysWhereItLooksForThem() throws {
        let tool = try Tool.run("show", "isaac", environment: ["NAXDSE_HOME": "/nowhere"])
        #expect(tool.status == 1 && tool.errors.hasPrefix("naxdse: error: NAXDSE_HOME is '/nowhere'"))
    }

    @Test func whatTheInputIsToBlameForIs1AndABugIs70() {
        struct Surprise: Error {}
        #expect(Failure(InputError("there is no x", hint: "give one"))?.code == 1)
        #expect(
            Failure(InputError("there is no x", hint: "give one"))?.message == "naxdse: error: there is no x; give one")
        #expect(Failure(Surprise())?.code == 70)
        #expect(
            Failure(ExitCode(1)) == nil && Failure(ValidationError("")) == nil
                && Failure(CleanExit.helpRequest()) == nil)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full here"))
    func aResultThatCannotBeWrittenIsAnError() throws {
        let process = Process()
        process.executableURL = try Tool.executable
        process.arguments = ["networks"]
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
    }
}
