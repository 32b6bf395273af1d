import Foundation
import Testing

@testable import NaxdseCommand
@testable import Workbench

@Suite struct FindTests {
    @Test(arguments: NameKind.allCases)
    func everyNameOfAListHasALine(kind: NameKind) throws {
        try withTemporaryFolder { folder in
            let list = try #require(
                try Tool.run("list", kind.rawValue, "--json", in: folder, environment: ["NAXDSE_HOME": repository.path])
                    .json as? [[String: String]])
            #expect(list.isEmpty == (kind == .studies))
            for entry in list {
                #expect(entry["kind"] == kind.rawValue && entry["name"]?.isEmpty == false)
                #expect(
                    (entry["summary"]?.count ?? 0) > 10 && entry["summary"]?.contains("cannot be read") == false,
                    "\(entry)")
            }
        }
    }

    @Test func namesAreThoseThatCommandsTake() throws {
        for (kind, command) in [
            (NameKind.hardware, ["show"]), (.mappings, ["evaluate", "nax-heterogeneous", "-n", "lenet5", "-m"]),
        ] {
            for entry in try #require(
                try Tool.run("list", kind.rawValue, "--json", in: repository).json as? [[String: String]])
            {
                let tool = try Tool.run(command + [entry["name"]!], in: repository)
                // The mappings of a chip, and of ResNet-20's layers, do not go with any other.
                #expect(tool.status == 0 || tool.errors.contains(entry["name"]!), "\(tool.errors)")
            }
        }
        #expect(
            try Tool.run("list", "network", in: repository).output
                == Tool.run("list", "networks", in: repository).output)
    }

    @Test func aListFitsTheTerminal() throws {
        for width in [60, 80, 100] {
            let tool = try Tool.run("list", in: repository, environment: ["COLUMNS": "\(width)"])
            #expect(tool.status == 0)
            // Names are not broken.
            #expect(
                tool.output.split(separator: "\n").allSatisfy { $0.count <= width || !$0.dropFirst(4).contains("  ") })
        }
    }

    @Test(arguments: [
        (["comparee", "isaac"], "there is no command 'comparee'; did you mean 'compare'?"),
        (["search", "runn"], "there is no command 'search runn'; did you mean 'search run'?"),
        (["shwo", "isaac"], "did you mean 'show'?"),
        (["frobnicate"], "there is no command 'frobnicate'; 'naxdse --help' lists them"),
    ])
    func aMisspeltCommandIsToldTheRightOne(arguments: [String], words: String) throws {
        let tool = try Tool.run(arguments)
        #expect(tool.status == 64 && tool.errors.contains(words) && tool.output.isEmpty, "\(tool.errors)")
    }

    /// What a shell would offer, asked as the scripts of the argument parser ask.
    private func completions(_ words: [String], option: String) throws -> [String] {
        let last = words.last ?? ""
        let tool = try Tool.run(
            ["---completion", words[0], "--", option, "\(words.count)", "\(last.count)", "naxdse"] + words,
            in: repository, environment: ["SAP_SHELL": "bash"])
        return tool.output.split(separator: "\n").map(String.init)
    }

    @Test func completionsKnowNamesAndAttributes() throws {
        #expect(try completions(["show", "is"], option: "positional@0") == ["isaac"])
        #expect(try completions(["show", "hardware/is"], option: "positional@0") == ["hardware/isaac.xml"])
        #expect(try completions(["evaluate", "isaac", "--network", "resnet2"], option: "--network") == ["resnet20"])
        let paths = try completions(["sweep", "puma", "adc/@"], option: "positional@1")
        #expect(paths.contains("adc/@columns"), "\(paths)")
        let one = try completions(["sweep", "puma", "crossbar[@id='x64']/adc/@"], option: "positional@1")
        #expect(one.contains { $0.contains("columns") }, "\(one)")
        #expect(try completions(["sweep", "nothing", "adc/@"], option: "positional@1").isEmpty)
    }

    @Test func wordsThatBashBreaksAreRead() {
        let whole = TypedPath(
            ["naxdse", "sweep", "puma", "\"crossbar[@id='x64']/adc/@c"], 3, "\"crossbar[@id='x64']/adc/@c")
        #expect(whole.text == "crossbar[@id='x64']/adc/@c" && whole.kept == 0)
        let broken = TypedPath(["naxdse", "sweep", "puma", "adc/", "@", "col"], 5, "col")
        #expect(broken.text == "adc/@col" && broken.kept == 5)
        let atBreak = TypedPath(["naxdse", "sweep", "puma", "adc/", "@"], 4, "@")
        #expect(atBreak.text == "adc/@" && atBreak.kept == 5)
        let escaped = TypedPath(["naxdse", "sweep", "puma", "adc/\\@co"], 3, "adc/\\@co")
        #expect(escaped.text == "adc/@co" && escaped.kept == 0)
    }

    /// The script as a shell runs it.
    @Test func bashCompletesNames() throws {
        try withTemporaryFolder { folder in
            let script = """
                source <(naxdse --generate-completion-script bash)
                try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=(); _naxdse naxdse "${@: -1}" "${@: -2:1}"; printf '%s\\n' "${COMPREPLY[@]}"; }
                try naxdse compare is
                try naxdse search run resnet20-n
                try naxdse evaluate isaac --network resnet2
                """
            let path = try Tool.executable.deletingLastPathComponent().path + ":/usr/bin:/bin"
            let tool = try Tool.run(
                URL(filePath: "/bin/bash"), ["-c", script], in: folder,
                environment: ["PATH": path, "NAXDSE_HOME": repository.path])
            #expect(
                tool.output.split(whereSeparator: \.isWhitespace) == ["isaac", "resnet20-nax", "resnet20"],
                "\(tool.output) \(tool.errors)")
        }
    }
}

@Suite struct NewFileTests {
    @Test(arguments: FileKind.allCases)
    func aNewFileIsValidAndTheCommandsThatItNamesRun(kind: FileKind) throws {
        try Clone.with { clone in
            let written = try clone.run("naxdse new \(kind.rawValue) my-own")
            #expect(written.status == 0, "\(written.output)")
            let valid = try clone.run("naxdse validate my-own.xml")
            let size = kind == .network ? ": 3×32×32 to 10: " : "\n"
            #expect(valid.output.hasPrefix("my-own.xml: \(kind.rawValue) my-own, valid\(size)"))
            let next = written.output.split(separator: "\n").map { $0.drop { $0 == " " } }.filter {
                $0.hasPrefix("naxdse ")
            }
            #expect(!next.isEmpty)
            for command in next {
                let (status, output) = try clone.run(String(command).replacing("--trials 1000", with: "--trials 100"))
                #expect(status == 0, "\(command)\n\(output)")
            }
            // Its remarks tell what to change.
            #expect(
                try String(contentsOf: clone.folder.appending(path: "my-own.xml"), encoding: .utf8).contains("<!--"))
        }
    }

    @Test func nothingThatIsThereIsReplaced() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "mine.xml")
            try Data("mine".utf8).write(to: file)
            let tool = try Tool.run("new", "hardware", "mine", in: folder)
            #expect(
                tool.status == 1
                    && tool.errors.contains("mine.xml: error: cannot be written: there is something of that name"))
            #expect(try Data(contentsOf: file) == Data("mine".utf8))
            #expect(try Tool.run("new", "hardware", "a b", in: folder).status == 1)
            #expect(try Tool.run("new", "chip", "a", in: folder).status == 64)
            #expect(try Tool.run("new", "network", "other", "-o", "other.txt", in: folder).status == 64)
        }
    }
}
