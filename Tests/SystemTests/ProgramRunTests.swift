import System
import Testing

@Suite struct ProgramRunTests {
    @Test func whatItWroteAndHowItEndedIsKnown() throws {
        let run = try ProgramRun("sh", ["-c", "cat; exit 3"], input: Array("words".utf8), patience: 30)
        #expect(String(decoding: run.output, as: UTF8.self) == "words")
        #expect(run.ending == .exit(code: 3) && !run.isTimedOut && !run.isTooLong)
    }

    /// One that is silent, and one that has closed its output.
    @Test(arguments: ["exec sleep 600", "exec sleep 600 >&-"])
    func oneThatGoesOnWithoutAWordIsEnded(program: String) throws {
        let run = try ProgramRun("sh", ["-c", program], patience: 0.2)
        #expect(run.isTimedOut && run.ending != .exit(code: 0))
    }

    @Test func oneThatWritesWithoutEndIsEnded() throws {
        let run = try ProgramRun("sh", ["-c", "exec cat /dev/zero"], patience: 30)
        #expect(run.isTooLong && run.output.count <= ProgramRun.longestOutput)
        #expect(run.ending != .exit(code: 0))
    }
}
