/// Says how far the checks of a search have come, where they take longer than a moment: each value of a
/// hardware parameter is read as hardware of its own.
package struct SetupProgress {
    private let path: String
    private let notice: @Sendable (String) -> Void
    private let start = ContinuousClock.now
    /// Seconds from the start to the next line, which come the less often the longer it takes.
    private var next = 0.7

    package init(of path: String, _ notice: @escaping @Sendable (String) -> Void) {
        self.path = path
        self.notice = notice
    }

    package mutating func update(done: Int, of total: Int) {
        let seconds = start.duration(to: .now) / .seconds(1)
        guard seconds > next, done > 0 else { return }
        next = seconds + min(max(2, seconds), 30)
        let left = Int((seconds * Double(total - done) / Double(done)).rounded())
        notice("\(path): checking the values of parameters: \(done) of \(total), about \(left) s left")
    }
}
