/// A study with its trials and its Pareto front, as a page shows it.
public struct FrontReport: Sendable {
    public var title: String
    /// What is to be said of the study, line by line.
    public var facts: [(name: String, words: String)]
    /// Of each objective.
    public var axes: [Axis]
    /// Of the front in drawings.
    public var name: String
    public var designs: [Design]
    /// Other fronts to compare with.
    public var beside: [Other]
    /// The best of each objective, trial by trial; nil where it is not known.
    public var progress: LineFigure?
    /// Trials that could be built, all or as many as can be drawn, in their order.
    public var trials: [TrialPoint]
    /// What the designs and the trials chose; nil where nothing is chosen.
    public var choices: ChosenValues?
    /// What each parameter makes of the differences between trials; nil where that is not known.
    public var importances: Importances?
    public var provenance: Provenance

    /// A point of the front.
    public struct Design: Sendable {
        public var name: String
        /// One for each axis.
        public var values: [Double]
        /// Those that belong to no layer.
        public var parameters: [Choice]
        /// What is chosen layer by layer: of each design the same, in the same order.
        public var layers: [LayerChoices]

        public init(name: String, values: [Double], parameters: [Choice], layers: [LayerChoices]) {
            self.name = name
            self.values = values
            self.parameters = parameters
            self.layers = layers
        }
    }

    /// One property of each layer that has a choice of it, in the order of the network.
    public struct LayerChoices: Hashable, Sendable {
        /// "crossbar"
        public var subject: String
        public var choices: [Choice]

        public init(subject: String, choices: [Choice]) {
            self.subject = subject
            self.choices = choices
        }
    }

    /// A trial in drawings.
    public struct TrialPoint: Hashable, Sendable {
        public var number: Int
        /// One for each axis.
        public var values: [Double]
        /// Whether it keeps to all limits.
        public var isFeasible: Bool

        public init(number: Int, values: [Double], isFeasible: Bool) {
            self.number = number
            self.values = values
            self.isFeasible = isFeasible
        }
    }

    /// Parameters with the place of each design's and each trial's value.
    public struct ChosenValues: Sendable {
        public var parameters: [Parameter]
        /// Of each design, in their order, its place on each parameter's axis, from 0 to 1; nil where it has none.
        public var designs: [[Double?]]
        public var trials: [[Double?]]

        public struct Parameter: Hashable, Sendable {
            public var name: String
            /// Places on its axis, and what to write there.
            public var ticks: [LineFigure.Tick]
            /// How many values it has, where designs share them; nil for a continuum.
            public var count: Int?

            public init(name: String, ticks: [LineFigure.Tick], count: Int?) {
                self.name = name
                self.ticks = ticks
                self.count = count
            }
        }

        public init(parameters: [Parameter], designs: [[Double?]], trials: [[Double?]]) {
            self.parameters = parameters
            self.designs = designs
            self.trials = trials
        }
    }

    /// The shares of the variance of each axis's figure that parameters make alone.
    public struct Importances: Hashable, Sendable {
        /// Of each axis; nil where nothing can be said.
        public var figures: [Figure?]
        /// Names, in the order of `shares`.
        public var parameters: [String]

        public struct Figure: Hashable, Sendable {
            public var shares: [Double]
            /// The share of the variance that is known of trials which were not learnt from.
            public var explained: Double
            public var trials: Int
            public var isLogarithmic: Bool

            public init(shares: [Double], explained: Double, trials: Int, isLogarithmic: Bool) {
                self.shares = shares
                self.explained = explained
                self.trials = trials
                self.isLogarithmic = isLogarithmic
            }
        }

        public init(figures: [Figure?], parameters: [String]) {
            self.figures = figures
            self.parameters = parameters
        }
    }

    /// A name with its value.
    public struct Choice: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The numbers of another front, in the order of the axes.
    public struct Other: Sendable {
        public var name: String
        public var values: [[Double]]

        public init(name: String, values: [[Double]]) {
            self.name = name
            self.values = values
        }
    }

    /// - Precondition: every design and every point of another front has a value for each axis.
    public init(
        title: String, facts: [(name: String, words: String)], axes: [Axis], name: String, designs: [Design],
        beside: [Other] = [], progress: LineFigure? = nil, trials: [TrialPoint] = [], choices: ChosenValues? = nil,
        importances: Importances? = nil, provenance: Provenance
    ) {
        precondition(
            (designs.map(\.values) + beside.flatMap(\.values) + trials.map(\.values)).allSatisfy {
                $0.count == axes.count
            },
            "a point has a value for each axis")
        self.title = title
        self.facts = facts
        self.axes = axes
        self.name = name
        self.designs = designs
        self.beside = beside
        self.progress = progress
        self.trials = trials
        self.choices = choices
        self.importances = importances
        self.provenance = provenance
    }
}
