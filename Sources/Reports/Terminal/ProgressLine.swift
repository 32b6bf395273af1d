import Quantities
import System

/// One line that tells how far long work has come, how fast it goes and how long it still takes.
///
/// ```swift
/// var progress = ProgressLine(of: "trials", total: 1000, on: .standardError) { write($0) }
/// progress.update(done: 420)     // █████░░░░░░░  420/1000 trials  42 %  105 trials/s  0:06 left
/// progress.finish()
/// ```
///
/// On anything but a terminal it writes nothing. It is rewritten ten times a second at most.
public struct ProgressLine {
    private let noun: String
    private let total: Int?
    private let alreadyDone: Int
    private let terminal: Terminal
    private let write: (String) -> Void
    private let start: ContinuousClock.Instant
    private var lastWritten: ContinuousClock.Instant?

    /// - Parameters:
    ///   - noun: what is counted, in the plural.
    ///   - total: how many there are to do, where that is known.
    ///   - alreadyDone: how many an earlier run had done; they do not count in the rate.
    ///   - write: writes text as it is, without a new line.
    public init(
        of noun: String, total: Int?, alreadyDone: Int = 0, on terminal: Terminal, write: @escaping (String) -> Void
    ) {
        self.noun = noun
        self.total = total
        self.alreadyDone = alreadyDone
        self.terminal = terminal
        self.write = write
        start = .now
    }

    /// Shows a new count.
    /// - Parameter notes: more to say at the end of the line, what tells most first: where all of it is too long, bar
    ///   and rate go, and then the last notes.
    public mutating func update(done: Int, notes: [String] = []) {
        guard let seconds = secondsToTell(isLast: done == total) else { return }
        show(
            Self.text(
                of: noun, done: done, total: total, fresh: done - alreadyDone, seconds: seconds, notes: notes,
                width: width - 1))
    }

    /// Shows words where nothing can be counted yet, and for how long that has been so.
    public mutating func update(words: String) {
        if let seconds = secondsToTell(isLast: false) { show("\(words)  \(Self.clock(seconds))") }
    }

    /// The seconds since the start, where it is time to write again.
    private mutating func secondsToTell(isLast: Bool) -> Double? {
        guard terminal.isInteractive else { return nil }
        let now = ContinuousClock.now
        if let lastWritten, now - lastWritten < .milliseconds(100), !isLast { return nil }
        lastWritten = now
        let elapsed = now - start
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    }

    private func show(_ line: String) {
        write("\r" + line.visibleOnOneLine.shortened(to: max(1, width - 1)) + "\u{1B}[K")
    }

    /// As it is now: a line that is longer than a window that was made narrower would go on in the next one, and
    /// scroll.
    private var width: Int { min(terminal.width ?? 80, Terminal.standardError.width ?? .max) }

    /// Twelve columns, in eighths of one.
    static func bar(_ share: Double) -> String {
        let columns = 12
        let eighths = Int((min(max(share, 0), 1) * Double(8 * columns)).rounded(.down))
        let part = eighths % 8 == 0 ? "" : String(Character(Unicode.Scalar(0x2590 - UInt32(eighths % 8))!))
        let full = String(repeating: "█", count: eighths / 8) + part
        return full + String(repeating: "░", count: columns - full.count)
    }

    /// Takes the line away, so that results begin on a clean one.
    public mutating func finish() {
        if lastWritten != nil { write("\r\u{1B}[K") }
        lastWritten = nil
    }

    /// The line for a count: `fresh` of the `done` took so many seconds.
    /// - Parameter width: columns that there are.
    static func text(
        of noun: String, done: Int, total: Int?, fresh: Int, seconds: Double, notes: [String] = [], width: Int = .max
    ) -> String {
        let rate = fresh > 0 && seconds > 0 ? Double(fresh) / seconds : nil
        let share = total.flatMap { $0 > 0 ? Double(done) / Double($0) : nil }
        let count = total.map { "\(done)/\($0) \(noun)" } ?? "\(done) \(noun)"
        let left = rate.flatMap { rate in
            total.flatMap { done < $0 ? "\(clock(Double($0 - done) / rate)) left" : nil }
        }
        /// - Parameter level: how much is left out.
        func line(_ level: Int) -> String {
            let shown: [String?] = [
                level < 1 && width >= 60 ? share.map(bar) : nil, count, share.map { "\(Int(100 * $0)) %" },
                level < 2 ? rate.map { "\($0.text(significant: 3)) \(noun)/s" } : nil, left,
            ]
            return (shown.compactMap(\.self) + notes.dropLast(max(0, level - 2))).joined(separator: "  ")
        }
        let levels = 0...notes.count + 2
        return line(levels.first { line($0).displayWidth <= width } ?? levels.upperBound)
    }

    /// 0:06, 12:30, 3:00:05; days beyond 48 hours.
    private static func clock(_ seconds: Double) -> String {
        guard seconds < 1e9 else { return "years" }
        let whole = Int(seconds.rounded(.up))
        if whole >= 172_800 { return "\(whole / 86_400) days" }
        func twoDigits(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        return hours > 0
            ? "\(hours):\(twoDigits(minutes)):\(twoDigits(whole % 60))" : "\(minutes):\(twoDigits(whole % 60))"
    }
}
