import Cost

/// What each step of an attribution adds to one metric: bars that float from the figure before a step to the one after
/// it, between the figures of both ends.
struct Waterfall {
    let metric: Metric
    private(set) var bars: [Bar]

    struct Bar {
        /// "1", or "" for an end.
        var number: String
        /// What is at an end, or what changed, in few words.
        var label: String
        /// The changes of a step in full; "" for what is none.
        var words: String
        var from: Double
        var to: Double
        var isEnd: Bool
    }

    /// Steps without effect on the metric are left out.
    init(_ attribution: Attribution, metric: Metric, from first: String, to second: String) {
        self.metric = metric
        func end(_ name: String, _ evaluation: Evaluation) -> Bar {
            Bar(number: "", label: name, words: "", from: 0, to: evaluation[metric], isEnd: true)
        }
        let steps = attribution.steps.enumerated().compactMap { index, step -> Bar? in
            let (before, after) = (step.before[metric], step.after[metric])
            guard before != after, before.isFinite, after.isFinite else { return nil }
            return Bar(
                number: "\(index + 1)", label: attribution.label(of: step), words: attribution.words(of: step),
                from: before, to: after, isEnd: false)
        }
        bars = [end(first, attribution.before)] + steps + [end(second, attribution.after)]
    }

    var scale: ColumnScale { Axis(metric).scale(of: [bars[0].to, bars[bars.count - 1].to]) }

    /// The largest figure on the way.
    var most: Double { bars.map { max($0.from, $0.to) }.filter(\.isFinite).max() ?? 0 }

    /// "+12.5" or "37.2", as figures and pages have it.
    func text(_ bar: Bar) -> String {
        let difference = bar.to - bar.from
        return bar.isEnd ? scale.typeset(bar.to) : (difference > 0 ? "+" : "") + scale.typeset(difference)
    }

    /// "0.64×"; nothing for an end.
    func ratio(_ bar: Bar) -> String { bar.isEnd ? "" : Comparison.ratio(bar.to, to: bar.from) }

    /// The same with the largest so many steps, and one of all others together, which comes last.
    ///
    /// What steps add can be taken in any order; their factors cannot, so that those of the steps behind one that went
    /// to the end are to another figure.
    func largest(_ count: Int) -> Waterfall {
        let steps = bars.filter { !$0.isEnd }
        guard steps.count > count + 1 else { return self }
        let kept = Set(
            steps.enumerated().sorted { a, b in
                let sizes = [a, b].map { ($0.element.to - $0.element.from).magnitude }
                return sizes[0] == sizes[1] ? a.offset < b.offset : sizes[0] > sizes[1]
            }.prefix(count).map(\.element.number))
        var copy = self
        copy.bars = [bars[0]]
        var figure = bars[0].to
        for var step in steps where kept.contains(step.number) {
            (step.from, step.to) = (figure, figure + step.to - step.from)
            figure = step.to
            copy.bars.append(step)
        }
        let end = bars[bars.count - 1]
        copy.bars.append(
            Bar(
                number: "", label: "\(steps.count - count) smaller changes", words: "", from: figure, to: end.to,
                isEnd: false))
        copy.bars.append(end)
        return copy
    }

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

    /// Each step is labelled by what changed; which one that is exactly stands below, by its number in the table.
    public func drawing(width paper: PaperWidth, height: PaperHeight) -> Drawing {
        let width = paper.points
        var drawing = Drawing(title: title)
        var y = drawing.heading(subtitle, width: width)
        let (waterfalls, pitch) = fitted(height.points - y - 3, width: width)
        let names = waterfalls.flatMap(\.bars).map(Self.name)
        let labelWidth = min(0.4 * width, names.map { Drawing.width(of: $0, size: Self.size) }.max() ?? 0)
        let left = Drawing.margin + labelWidth + 4
        let texts = waterfalls.map { fall in
            fall.bars.map { bar in fall.ratio(bar).isEmpty ? fall.text(bar) : "\(fall.text(bar)) (\(fall.ratio(bar)))" }
        }
        let length =
            width - left - Drawing.margin - 5
            - (texts.joined().map { Drawing.width(of: $0, size: Self.size) }.max() ?? 0)
        for (fall, texts) in zip(waterfalls, texts) {
            y += 10
            drawing.text(Axis(fall.metric).heading(fall.scale.unit), x: Drawing.margin, y: y, size: 9, isBold: true)
            let top = y + 5
            let most = fall.most, thickness = pitch * 9 / 13
            for (index, bar) in fall.bars.enumerated() {
                let middle = top + (Double(index) + 0.5) * pitch
                let (a, b) =
                    most > 0
                    ? (left + min(bar.from, bar.to) / most * length, left + max(bar.from, bar.to) / most * length)
                    : (left, left)
                let label = Drawing.fitting(Self.name(bar), width: labelWidth, size: Self.size)
                drawing.text(label, x: left - 4, y: middle + 2.6, size: Self.size, anchor: .end)
                drawing.rectangle(
                    x: a, y: middle - thickness / 2, width: max(b - a, 0.4), height: thickness,
                    fill: bar.isEnd ? .bar : bar.to < bar.from ? Colour(0xb9c7d6) : Colour(0x6b6b6b))
                drawing.text(texts[index], x: b + 4, y: middle + 2.6, size: Self.size)
                if index + 1 < fall.bars.count {
                    let joint = most > 0 ? left + bar.to / most * length : left
                    drawing.line(
                        from: (joint, middle + thickness / 2), to: (joint, middle + pitch - thickness / 2),
                        stroke: .soft, weight: 0.5)
                }
            }
            let bottom = top + Double(fall.bars.count) * pitch
            drawing.line(from: (left, top), to: (left, bottom), stroke: .ink)
            y = bottom + 8
        }
        y += 6
        for line in notes(of: waterfalls, width: width) {
            drawing.text(line, x: Drawing.margin, y: y, size: 7, fill: .soft)
            y += 9
        }
        drawing.size = (width, (y + 2).rounded(.up))
        return drawing
    }

    private static let size = 7.5

    /// "1  adc-8b resolution 8 → 6"
    private static func name(_ bar: Waterfall.Bar) -> String {
        bar.number.isEmpty ? bar.label : "\(bar.number)  \(bar.label)"
    }

    /// The waterfalls as they fit into a height, and how far apart their bars are.
    private func fitted(_ room: Double, width: Double) -> (waterfalls: [Waterfall], pitch: Double) {
        func around(_ falls: [Waterfall]) -> Double {
            23 * Double(falls.count) + 8 + 9 * Double(notes(of: falls, width: width).count)
        }
        func bars(_ falls: [Waterfall]) -> Double { Double(falls.reduce(0) { $0 + $1.bars.count }) }
        var fitting = waterfalls
        var most = waterfalls.map(\.bars.count).max() ?? 0
        while bars(fitting) * 9.5 + around(fitting) > room, most > 2 {
            most -= 1
            fitting = waterfalls.map { $0.largest(most) }
        }
        return (fitting, min(13, max(9.5, (room - around(fitting)) / max(1, bars(fitting)))))
    }

    /// The steps that any of the waterfalls has, each with its changes in full.
    private func notes(of waterfalls: [Waterfall], width: Double) -> [String] {
        var seen: Set<String> = []
        let steps = waterfalls.flatMap(\.bars).filter { !$0.number.isEmpty && seen.insert($0.number).inserted }
        return steps.sorted { (Int($0.number) ?? 0) < (Int($1.number) ?? 0) }
            .flatMap { Drawing.lines("\($0.number)  \($0.words)", width: width - 2 * Drawing.margin, size: 7) }
    }
}
