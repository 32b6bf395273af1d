import Cost

/// What each step of an attribution adds to one metric: bars that float from the figure before a step to the one after
/// it, between the figures of both ends.
struct Waterfall {
    let metric: Metric
    let bars: [Bar]

    struct Bar {
        /// "1", or "" for an end.
        var number: String
        var words: String
        var from: Double
        var to: Double
        var isEnd: Bool
    }

    /// Steps without effect on the metric are left out.
    init(_ attribution: Attribution, metric: Metric, from first: String, to second: String) {
        self.metric = metric
        func end(_ name: String, _ evaluation: Evaluation) -> Bar {
            Bar(number: "", words: name, from: 0, to: evaluation[metric], isEnd: true)
        }
        let steps = attribution.steps.enumerated().compactMap { index, step -> Bar? in
            let (before, after) = (step.before[metric], step.after[metric])
            guard before != after, before.isFinite, after.isFinite else { return nil }
            return Bar(
                number: "\(index + 1)", words: attribution.words(of: step), from: before, to: after, isEnd: false)
        }
        bars = [end(first, attribution.before)] + steps + [end(second, attribution.after)]
    }

    var scale: ColumnScale { Axis(metric).scale(of: [bars[0].to, bars[bars.count - 1].to]) }

    /// The largest figure on the way.
    var most: Double { bars.map { max($0.from, $0.to) }.filter(\.isFinite).max() ?? 0 }

    /// "+12.5" or "37.2"
    func text(_ bar: Bar) -> String {
        let difference = bar.to - bar.from
        return bar.isEnd ? scale.text(bar.to) : (difference > 0 ? "+" : "") + scale.text(difference)
    }

    /// "0.64×"; nothing for an end.
    func ratio(_ bar: Bar) -> String { bar.isEnd ? "" : Comparison.ratio(bar.to, to: bar.from) }

    /// Whether a step is for the better; nil for an end.
    func isBetter(_ bar: Bar) -> Bool? { bar.isEnd ? nil : metric.isBetter(bar.to, than: bar.from) }
}

/// Waterfalls of the metrics of an attribution, below each other.
public struct WaterfallFigure: Figure {
    public var title: String
    public var subtitle: String
    let waterfalls: [Waterfall]

    /// - Parameters:
    ///   - first: what the architecture before is called.
    ///   - second: and the one after.
    public init(title: String, subtitle: String = "", _ attribution: Attribution, from first: String, to second: String)
    {
        self.title = title
        self.subtitle = subtitle
        waterfalls = attribution.drawnMetrics.map { Waterfall(attribution, metric: $0, from: first, to: second) }
    }

    /// Steps are numbered as in the table; what each is stands below.
    public func drawing(width paper: PaperWidth) -> Drawing {
        let width = paper.points
        var drawing = Drawing(title: title)
        var y = drawing.heading(subtitle, width: width)
        let names = waterfalls.flatMap(\.bars).map { $0.isEnd ? $0.words : "step \($0.number)" }
        let labelWidth = min(0.35 * width, names.map { Drawing.width(of: $0, size: 8) }.max() ?? 0)
        let left = Drawing.margin + labelWidth + 4
        let texts = waterfalls.map { fall in
            fall.bars.map { bar in fall.ratio(bar).isEmpty ? fall.text(bar) : "\(fall.text(bar)) (\(fall.ratio(bar)))" }
        }
        let length =
            width - left - Drawing.margin - 5 - (texts.joined().map { Drawing.width(of: $0, size: 7.5) }.max() ?? 0)
        for (fall, texts) in zip(waterfalls, texts) {
            y += 10
            drawing.text(Axis(fall.metric).heading(fall.scale.unit), x: Drawing.margin, y: y, size: 9, isBold: true)
            let top = y + 5
            let most = fall.most
            for (index, bar) in fall.bars.enumerated() {
                let middle = top + (Double(index) + 0.5) * 13
                let (a, b) =
                    most > 0
                    ? (left + min(bar.from, bar.to) / most * length, left + max(bar.from, bar.to) / most * length)
                    : (left, left)
                let label = Drawing.fitting(bar.isEnd ? bar.words : "step \(bar.number)", width: labelWidth, size: 8)
                drawing.text(label, x: left - 4, y: middle + 2.8, anchor: .end)
                drawing.rectangle(
                    x: a, y: middle - 4.5, width: max(b - a, 0.4), height: 9,
                    fill: bar.isEnd ? .bar : bar.to < bar.from ? Colour(0xb9c7d6) : Colour(0x6b6b6b))
                drawing.text(texts[index], x: b + 4, y: middle + 2.6, size: 7.5)
                if index + 1 < fall.bars.count {
                    let joint = most > 0 ? left + bar.to / most * length : left
                    drawing.line(from: (joint, middle + 4.5), to: (joint, middle + 8.5), stroke: .soft, weight: 0.5)
                }
            }
            let bottom = top + Double(fall.bars.count) * 13
            drawing.line(from: (left, top), to: (left, bottom), stroke: .ink)
            y = bottom + 8
        }
        y += 6
        for step in steps {
            for line in Drawing.lines("Step \(step.number): \(step.words)", width: width - 2 * Drawing.margin, size: 7)
            {
                drawing.text(line, x: Drawing.margin, y: y, size: 7, fill: .soft)
                y += 9
            }
        }
        drawing.size = (width, (y + 2).rounded(.up))
        return drawing
    }

    /// Those that any of the waterfalls has.
    private var steps: [Waterfall.Bar] {
        var seen: Set<String> = []
        return waterfalls.flatMap(\.bars).filter { !$0.isEnd && seen.insert($0.number).inserted }
            .sorted { (Int($0.number) ?? 0) < (Int($1.number) ?? 0) }
    }
}
