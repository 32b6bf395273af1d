/// Accuracies of one network, computed in several ways, with their confidence intervals.
public struct AccuracyReport: Sendable {
    public var title: String
    /// What was computed and with what, line by line.
    public var facts: [(name: String, words: String)]
    public var rows: [Row]
    /// What else there is to say.
    public var notes: [String]
    public var provenance: Provenance

    /// One way of computing.
    public struct Row: Hashable, Sendable {
        public var name: String
        /// Shares of 1.
        public var accuracy: Double
        /// Of 95 % confidence.
        public var interval: ClosedRange<Double>
        public var hits: Int
        public var images: Int

        public init(name: String, accuracy: Double, interval: ClosedRange<Double>, hits: Int, images: Int) {
            self.name = name
            self.accuracy = accuracy
            self.interval = interval
            self.hits = hits
            self.images = images
        }
    }

    public init(
        title: String, facts: [(name: String, words: String)], rows: [Row], notes: [String], provenance: Provenance
    ) {
        self.title = title
        self.facts = facts
        self.rows = rows
        self.notes = notes
        self.provenance = provenance
    }

    /// A bar for each row, in per cent, with its interval.
    public var chart: BarChart {
        BarChart(
            "accuracy, with intervals of 95 % confidence", unit: "%", takesPrefix: false, isWhole: false,
            bars: rows.map {
                .init($0.name, 100 * $0.accuracy, interval: 100 * $0.interval.lowerBound...100 * $0.interval.upperBound)
            })
    }

    public var figure: BarFigure {
        BarFigure(
            title: title,
            subtitle: facts.map { "\($0.name) \($0.words)" }.joined(separator: ", ") + "; naxdse \(provenance.version)",
            charts: [chart])
    }

    /// A row for each way of computing.
    public var csv: CSV {
        CSV(
            header: ["computed", "accuracy", "interval_95_low", "interval_95_high", "hits", "images"],
            rows: rows.map {
                [
                    .text($0.name), .number($0.accuracy), .number($0.interval.lowerBound),
                    .number($0.interval.upperBound), .integer($0.hits),
                    .integer($0.images),
                ]
            })
    }
}
