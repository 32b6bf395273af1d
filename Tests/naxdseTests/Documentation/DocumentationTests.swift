import Foundation
import Testing

@Suite struct DocumentationTests {
    @Test(arguments: Page.all)
    func commandsOfAPageDoAndPrintWhatItSays(page: Page) throws {
        guard page.commands.contains(where: { $0.notRun == nil }) else { return }
        try Clone.with { clone in
            for command in page.commands where command.notRun == nil {
                let (status, output) = try clone.run(command.script)
                guard status == command.exitCode else {
                    // What follows may need what this one should have left.
                    Issue.record(
                        "\(page.path):\(command.line): exits with \(status), not \(command.exitCode)\n\(command.script)\n\(output)"
                    )
                    return
                }
                if let line = ShownOutput.missing(command.output, in: output) {
                    Issue.record(
                        "\(page.path):\(command.line): the page shows a line that is not there:\n\(line)\nin\n\(output)"
                    )
                }
            }
        }
    }

    @Test func whatIsNotRunSaysWhy() {
        for page in Page.all {
            for command in page.commands {
                if let reason = command.notRun { print("\(page.path):\(command.line): not run: \(reason)") }
            }
        }
        #expect(Page.all.flatMap(\.mistakes) == [])
        #expect(Page.all.count > 10 && Page.all.flatMap(\.commands).count(where: { $0.notRun == nil }) > 40)
    }

    @Test func linksBetweenPagesLeadSomewhere() throws {
        let root = repository.resolvingSymlinksInPath()
        for page in Page.all {
            let file = root.appending(path: page.path)
            let text = try String(contentsOf: file, encoding: .utf8).replacing(/```[^`]*```/, with: "").replacing(
                /`[^`\n]*`/, with: "")
            for link in text.matches(of: /\]\(([^)\s]+)\)/) where !link.1.contains("://") {
                let parts = link.1.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                let target =
                    parts[0].isEmpty
                    ? file : file.deletingLastPathComponent().appending(path: parts[0]).standardizedFileURL
                guard FileManager.default.fileExists(atPath: target.path) else {
                    Issue.record("\(page.path): nothing is at \(link.1)")
                    continue
                }
                if parts.count > 1 {
                    #expect(
                        anchors(try String(contentsOf: target, encoding: .utf8)).contains(parts[1]),
                        "\(page.path): no heading is at \(link.1)")
                }
            }
        }
    }

    /// Of the headings, as GitHub makes them.
    private func anchors(_ text: String) -> Set<String> {
        Set(
            text.matches(of: /(?m)^#+ +(.*)$/).map { heading in
                String(
                    heading.1.lowercased().compactMap {
                        $0 == " " ? "-" : $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : nil
                    })
            })
    }
}

/// The tests above rest on these.
@Suite struct PageTests {
    @Test func blocksBecomeCommandsWithTheirLinesOutputsAndRemarks() {
        let page = Page(
            """
            # A page
            ```sh
            naxdse networks
            ls
            ```

            ```text
            resnet20
            ```
            <!-- exit code: 1 -->
            ```console
            $ naxdse show \\
                isaac
            chip
            $ false
            ```
            <!-- not run: it takes an hour -->
            ```sh
            naxdse nas run
            ```
            Text between them:
            ```
            no output of the above
            ```
            """, path: "a.md")
        #expect(page.mistakes == [])
        #expect(
            page.commands == [
                .init(line: 3, script: "naxdse networks\nls", output: ["resnet20"]),
                .init(line: 12, script: "naxdse show \\\n    isaac", output: ["chip"]),
                .init(line: 15, script: "false", exitCode: 1),
                .init(line: 19, script: "naxdse nas run", notRun: "it takes an hour"),
            ])
    }

    @Test(arguments: [
        "```\nnaxdse show isaac\n```", "```text\n$ ls\n```", "    naxdse show isaac", "<!-- not run -->\n",
        "```console\nls\n```",
    ])
    func whatCannotBeRunAsItStandsIsAMistake(text: String) {
        #expect(Page(text, path: "a.md").mistakes.count == 1)
    }

    @Test func shownLinesStandInTheOutputInTheirOrder() {
        let output = "one\ntwo  \nthree 3.4 s\nfour\n"
        for shown in [
            ["one", "two"], ["…", "two", "three … s"], ["one", "…", "four"], ["three 3.…"], [], ["two", "… s", "four"],
            ["…"],
        ] {
            #expect(ShownOutput.missing(shown, in: output) == nil, "\(shown)")
        }
        #expect(ShownOutput.missing(["one", "three 3.4 s"], in: output) == "three 3.4 s")
        #expect(ShownOutput.missing(["two", "…", "one"], in: output) == "one")
        #expect(ShownOutput.missing(["three … ms"], in: output) == "three … ms")
        #expect(ShownOutput.missing(["tw"], in: output) == "tw")
    }

    @Test func aCloneIsNotTheRepository() throws {
        try Clone.with { clone in
            let result = try clone.run(
                "rm -r hardware/components docs; echo broken > hardware/isaac.xml; echo gone; echo and this >&2; exit 3"
            )
            #expect(result.status == 3 && result.output == "gone\nand this\n")
            let broken = try clone.run("naxdse show isaac")
            #expect(broken.status == 1 && broken.output.contains("hardware/isaac.xml:1:1: error"), "\(broken.output)")
        }
        #expect(
            FileManager.default.fileExists(atPath: repository.appending(path: "hardware/components/puma-32nm.xml").path)
        )
    }
}
