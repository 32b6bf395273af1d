import Testing

@testable import Reports

@Suite struct ProgressLineTests {
    @Test func tellsCountShareRateAndTimeLeft() {
        #expect(
            ProgressLine.text(of: "trials", done: 420, total: 1000, fresh: 420, seconds: 4)
                == "█████░░░░░░░  420/1000 trials  42 %  105 trials/s  0:06 left")
    }

    @Test func whatAnEarlierRunDidIsNotCountedInTheRate() {
        #expect(
            ProgressLine.text(of: "trials", done: 500, total: 1000, fresh: 10, seconds: 72)
                == "██████░░░░░░  500/1000 trials  50 %  0.139 trials/s  1:00:00 left")
    }

    @Test func withoutATotalThereIsNothingLeftToTell() {
        #expect(ProgressLine.text(of: "points", done: 7, total: nil, fresh: 7, seconds: 2) == "7 points  3.5 points/s")
    }

    /// At 80 columns the best so far is what a search's user looks for; at 40 only the first of it has room.
    @Test(arguments: [
        (
            200,
            "▎░░░░░░░░░░░  2700/100000 trials  2 %  1210 trials/s  1:21 left  energy 87.5 µJ  delay 335.7 µs  front 13  hypervolume 0.000362"
        ),
        (100, "2700/100000 trials  2 %  1:21 left  energy 87.5 µJ  delay 335.7 µs  front 13  hypervolume 0.000362"),
        (80, "2700/100000 trials  2 %  1:21 left  energy 87.5 µJ  delay 335.7 µs  front 13"),
        (60, "2700/100000 trials  2 %  1:21 left  energy 87.5 µJ"), (30, "2700/100000 trials  2 %  1:21 left"),
    ])
    func whereAllIsTooLongTheBestSoFarStays(width: Int, line: String) {
        #expect(
            ProgressLine.text(
                of: "trials", done: 2700, total: 100_000, fresh: 2700, seconds: 2.23,
                notes: ["energy 87.5 µJ", "delay 335.7 µs", "front 13", "hypervolume 0.000362"], width: width) == line)
    }

    @Test func aBarGrowsByEighthsWhereThereIsRoom() {
        #expect(
            ProgressLine.bar(0) == "░░░░░░░░░░░░" && ProgressLine.bar(1) == "████████████"
                && ProgressLine.bar(0.5) == "██████░░░░░░")
        #expect(ProgressLine.bar(1.0 / 96) == "▏░░░░░░░░░░░" && ProgressLine.bar(95.5 / 96) == "███████████▉")
        for width in [40, 100] {
            var written = ""
            var line = ProgressLine(
                of: "trials", total: 4, on: Terminal(isInteractive: true, width: width, hasStyle: false)
            ) { written += $0 }
            line.update(done: 4)
            #expect(written.contains("████████████  4/4 trials") == (width == 100) && written.contains("4/4 trials"))
        }
    }

    @Test func writesNothingWhereNobodyLooks() {
        var written = ""
        var line = ProgressLine(of: "trials", total: 2, on: .plain) { written += $0 }
        line.update(done: 2)
        line.finish()
        #expect(written.isEmpty)
    }

    @Test func aTerminalGetsOneLineOverAndOverAndACleanOneInTheEnd() {
        var written: [String] = []
        var line = ProgressLine(of: "trials", total: 3, on: Terminal(isInteractive: true, width: 20, hasStyle: false)) {
            written.append($0)
        }
        line.update(done: 1)
        line.update(done: 2)
        line.update(done: 3)
        line.finish()
        #expect(written.count == 3, "the second came within a tenth of a second of the first")
        #expect(written.allSatisfy { $0.hasPrefix("\r") && $0.hasSuffix("\u{1B}[K") && !$0.contains("\n") })
        #expect(written[1].displayWidth <= 19 + "[K".count)
    }
}
