/// What a page shows of an output, against the output.
enum ShownOutput {
    /// Nil when the lines stand in the output, one below the other; else the first that does not, with where it was
    /// looked for.
    ///
    /// A line `…` stands for any lines, none included, and `…` within a line for any characters. Spaces at the end of a
    /// line do not count.
    static func missing(_ shown: [String], in output: String) -> String? {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(trimmed)
        /// Runs of lines that have to be below each other.
        let runs = shown.map { trimmed($0[...]) }.split {
            $0.allSatisfy { $0 == " " } == false && $0.filter { $0 != " " } == "…"
        }
        var start = 0
        for run in runs {
            let run = Array(run)
            var best = 0
            let place = (start..<max(start, lines.count)).first { place in
                let fitting = zip(run, lines[place...]).prefix { fits($0, $1) }.count
                best = max(best, fitting)
                return fitting == run.count
            }
            guard let place else { return run[best] }
            start = place + run.count
        }
        return nil
    }

    /// Whether a line is as shown.
    private static func fits(_ shown: String, _ line: String) -> Bool {
        let parts = shown.split(separator: "…", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return shown == line }
        guard line.hasPrefix(parts[0]) else { return false }
        var rest = line.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(parts[parts.count - 1])
    }

    private static func trimmed(_ line: Substring) -> String {
        var line = line
        while let last = line.last, last.isWhitespace { line.removeLast() }
        return String(line)
    }
}
