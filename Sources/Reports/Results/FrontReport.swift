/// A Pareto front with its designs, as a page shows it.
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
    public var provenance: Provenance

    /// A point of the front.
    public struct Design: Sendable {
        public var name: String
        /// One for each axis.
        public var values: [Double]
        public var parameters: [Choice]
        /// The kind of crossbar of each layer that has a choice, in the order of the network.
        public var crossbars: [Choice]

        public init(name: String, values: [Double], parameters: [Choice], crossbars: [Choice]) {
            self.name = name
            self.values = values
            self.parameters = parameters
            self.crossbars = crossbars
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
        beside: [Other] = [],
        progress: LineFigure? = nil, provenance: Provenance
    ) {
        precondition(
            (designs.map(\.values) + beside.flatMap(\.values)).allSatisfy { $0.count == axes.count },
            "a point has a value for each axis")
        self.title = title
        self.facts = facts
        self.axes = axes
        self.name = name
        self.designs = designs
        self.beside = beside
        self.progress = progress
        self.provenance = provenance
    }
}
