/// One choice of each layer, such as the kind of its crossbar, a row for each design.
struct ChoiceStrips {
    /// What is chosen: "crossbar kind".
    let subject: String
    let designs: [(name: String, choices: [FrontReport.Choice])]

    private static let mostRows = 40
    private static let pitch = 20

    /// Spread over all designs where there are many.
    private var shown: [(name: String, choices: [FrontReport.Choice])] {
        guard designs.count > Self.mostRows else { return designs }
        return (0..<Self.mostRows).map { designs[$0 * (designs.count - 1) / (Self.mostRows - 1)] }
    }

    /// Numbers by size, words in the order in which they first come.
    private var kinds: [String] {
        var kinds: [String] = []
        for kind in designs.flatMap(\.choices).map(\.value) where !kinds.contains(kind) { kinds.append(kind) }
        let numbers = kinds.compactMap(Int.init)
        return numbers.count == kinds.count ? numbers.sorted().map(String.init) : kinds
    }

    func html(id: String) -> HTML {
        let (shown, kinds) = (shown, kinds)
        // One row needs no name.
        let left = designs.count > 1 ? 0.16 : 0
        var content: [HTML] = [
            .tag("title", ["id": "\(id)-t"], .text("\(subject) of each layer, row by row")),
            .tag(
                "desc", ["id": "\(id)-d"],
                .text(shown.prefix(3).map { "\($0.name): \(runs(of: $0))" }.joined(separator: ". ") + ".")),
        ]
        for (row, design) in shown.enumerated() {
            let count = Double(max(1, design.choices.count))
            var parts: [HTML] = [
                .tag("title", [:], .text("\(design.name)\n\(runs(of: design))"))
            ]
            if left > 0 {
                let name = Drawing.fittingEnd(design.name, width: 140, size: 12)
                let isNarrow = 1.12 * Drawing.width(of: name, size: 12) > left * 360
                parts.append(.tag("text", ["class": isNarrow ? "out wide" : "out", "x": "0", "y": "14"], .text(name)))
            }
            for (index, choice) in design.choices.enumerated() {
                parts.append(
                    .void(
                        "rect",
                        [
                            "class": "part k\((kinds.firstIndex(of: choice.value) ?? 0) % 8)",
                            "x": HTML.percent(left + (1 - left) * Double(index) / count),
                            "width": HTML.percent((1 - left) / count), "height": "18",
                        ]))
            }
            content.append(
                .tag(
                    "svg", ["data-item": "", "y": "\(row * Self.pitch)", "width": "100%", "height": "\(Self.pitch)"],
                    parts))
        }
        let words = shown.count < designs.count ? "\(shown.count) of \(designs.count) rows, evenly spread. " : ""
        return .tag(
            "figure", [:],
            .tag(
                "figcaption", [:],
                .text(
                    "\(words)\(subject.prefix(1).uppercased() + subject.dropFirst()) of each layer with weights, from input to output."
                )),
            .legend(kinds.enumerated().map { ("k\($0.offset % 8)", $0.element) }),
            .tag(
                "svg",
                [
                    "width": "100%", "height": "\(shown.count * Self.pitch)", "role": "img",
                    "aria-labelledby": "\(id)-t \(id)-d",
                ], content))
    }

    /// "conv1 to layer2.0.conv1 x32, linear x64".
    private func runs(of design: (name: String, choices: [FrontReport.Choice])) -> String {
        var runs: [(first: String, last: String, kind: String)] = []
        for choice in design.choices {
            if runs.last?.kind == choice.value {
                runs[runs.count - 1].last = choice.name
            } else {
                runs.append((choice.name, choice.name, choice.value))
            }
        }
        return runs.map { $0.first == $0.last ? "\($0.first) \($0.kind)" : "\($0.first) to \($0.last) \($0.kind)" }
            .joined(separator: ", ")
    }
}
