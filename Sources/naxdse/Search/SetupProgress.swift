/// Says on standard error how far the checks of a search have come, where they take longer than a moment: each value of a
/// hardware parameter is read as hardware of its own.
struct SetupProgress {
    private let path: String
    private let start = ContinuousClock.now
    /// Seconds from the start to the next line, which come the less often the longer it takes.
    private var next = 0.7

    init(of path: String) { self.path = path }

    mutating func update(done: Int, of total: Int) {
        let seconds = start.duration(to: .now) / .seconds(1)
        guard seconds > next, done > 0 else { return }
        next = seconds + min(max(2, seconds), 30)
        let left = Int((seconds * Double(total - done) / Double(done)).rounded())
        Output.printError("naxdse: \(path): checking the values of parameters: \(done) of \(total), about \(left) s left")
    }
}
