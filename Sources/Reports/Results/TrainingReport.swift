/// How a network was trained, or searched by training, and what came of it.
public struct TrainingReport: Sendable {
    public var name: String
    /// What it was begun with and where it stands, line by line.
    public var facts: [(name: String, words: String)]
    /// What each epoch gave; nil before the first.
    public var history: LineFigure?
    public var epochs: Table
    /// What is chosen at each layer, in words.
    public var choices: [FrontReport.Choice]
    /// The kind of crossbar of each layer with weights that has a choice, and its kernel, in the order of the network.
    public var crossbars: [FrontReport.Choice]
    public var kernels: [FrontReport.Choice]
    /// Share of right answers on images that weights were not trained with; nil before the first epoch.
    public var accuracy: Double?
    /// Of the choices, in the unit of its key; nil before there are any.
    public var edap: Double?
    public var provenance: Provenance

    public init(
        name: String, facts: [(name: String, words: String)], history: LineFigure?, epochs: Table,
        choices: [FrontReport.Choice],
        crossbars: [FrontReport.Choice], kernels: [FrontReport.Choice], accuracy: Double?, edap: Double?,
        provenance: Provenance
    ) {
        self.name = name
        self.facts = facts
        self.history = history
        self.epochs = epochs
        self.choices = choices
        self.crossbars = crossbars
        self.kernels = kernels
        self.accuracy = accuracy
        self.edap = edap
        self.provenance = provenance
    }
}

extension [TrainingReport] {
    /// One run's history, or what several came to: accuracy over EDAP, each a mark of its own.
    ///
    /// Nil where there is nothing to draw: one run before its first epoch has ended, several of which none has both.
    public var figure: (any Figure)? {
        if count == 1 { return self[0].history }
        return haveMarks ? scatter : nil
    }

    /// Whether any has an accuracy and an EDAP, which networks in floating point have not.
    var haveMarks: Bool { contains { $0.accuracy != nil && $0.edap != nil } }

    var scatter: ScatterFigure {
        ScatterFigure(
            title: "Accuracy and EDAP", x: Axis(.edap), y: .share("accuracy"),
            series: map { run in
                .init(name: run.name, points: [(run.edap ?? .nan, run.accuracy ?? .nan)], labels: [run.name])
            })
    }
}
