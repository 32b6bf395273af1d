import Random

/// A strategy that is a program of the user's, in any language: `--strategy exec:./mine.py`.
///
/// It speaks JSON lines on its standard input and output; docs/external-strategies.md
/// is the protocol. As its state lives in that program, a resumed study tells it
/// everything again from the first trial.
struct ExternalStrategy: Strategy {
    static let summary = "a program that speaks JSON lines"
    static let isStored = false
    /// Settings that are not the program's own.
    static let settings = [Setting("timeout", 600, "seconds to wait for the program to take or answer a message")]

    private let program: ChildProgram

    init(command: String, problem: Problem, settings: Settings) throws {
        let seconds = try settings.number("timeout", in: 0.001...1e6)
        program = try ChildProgram(command, patience: seconds)
        var own = Dictionary(uniqueKeysWithValues: settings.list.map { ($0.name, $0.value) })
        own["timeout"] = nil
        try program.send(StartMessage(problem, settings: own))
        let (reply, line) = try reply()
        guard reply.ready != nil else {
            throw program.failure(
                "did not say in line \(line) that it is ready", hint: #"answer the first line with {"ready": "NAME"}"#)
        }
        try program.checkAnswer()
    }

    init(problem: Problem, settings: Settings) throws {
        throw StrategyError("an external strategy is named by its command, as in --strategy exec:./mine.py")
    }

    mutating func ask(_ count: Int, problem: Problem, random: inout SeededRandom) throws -> [Point] {
        try program.send(AskMessage(ask: count, seed: random.next() >> 11))
        let (reply, line) = try reply()
        guard let points = reply.points else {
            throw program.failure(
                "did not answer an ask with points in line \(line)",
                hint: #"answer with {"points": […]}, and with none to end the study"#)
        }
        guard points.count <= count else {
            throw program.failure(
                "answered an ask for \(count) points with \(points.count) in line \(line)",
                hint: "it may give fewer but not more")
        }
        let asked = try points.enumerated().map { number, given in
            do throws(PointProblem) { return try Point(given, number: number, in: problem.space) } catch {
                throw program.failure("\(error.problem) (line \(line))", hint: error.hint)
            }
        }
        try program.checkAnswer()
        return asked
    }

    mutating func tell(_ trials: [Trial], problem: Problem) throws {
        try program.send(TellMessage(trials))
    }

    private func reply() throws -> (reply: Reply, line: Int) {
        let (reply, line): (Reply, Int) = try program.receive()
        if let error = reply.error { throw StrategyError("\(program.name) says: \(error)") }
        return (reply, line)
    }

    // The state is in another process; nothing is stored (`isStored`).
    func encode(to encoder: any Encoder) throws { throw StrategyError("an external strategy has no state to store") }
    init(from decoder: any Decoder) throws { throw StrategyError("an external strategy has no stored state") }
}

extension StrategyPlugin {
    /// What `--strategy exec:COMMAND` begins with.
    public static let externalPrefix = "exec:"

    /// The strategy that a program of the user's is; nothing is started before a study runs.
    ///
    /// - Parameters:
    ///   - name: with the prefix, as on the command line: a program, or a program and its arguments with spaces
    ///     between.
    ///   - settings: names of the settings that are given; the program says what it makes of them.
    public init(external name: String, settings names: [String] = []) {
        let command = String(name.dropFirst(Self.externalPrefix.count))
        let own = names.filter { $0 != "timeout" }.sorted().map { Setting($0, "", "for the program") }
        self.init(name: name, summary: ExternalStrategy.summary, settings: ExternalStrategy.settings + own) {
            try ExternalStrategy(command: command, problem: $0, settings: $1)
        }
    }
}
