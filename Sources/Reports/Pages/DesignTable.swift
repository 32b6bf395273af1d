import Quantities

/// The designs of a front with what they differ in: layers that choose the same stand together, and what all designs
/// have is said once.
struct DesignTable {
    private let report: FrontReport
    private let designs: [FrontReport.Design]
    /// All layers that have a choice, in the order of the network: the numbers that rows call them by.
    private let layers: [String]

    private static let mostRows = 500
    /// Parameters with a column of their own; more stand in one column together.
    private static let mostColumns = 6

    init(_ report: FrontReport) {
        self.report = report
        designs = Array(report.designs.prefix(Self.mostRows))
        var layers: [String] = []
        // The property that most layers have a choice of has the order; a layer that only others have comes last.
        let first =
            report.designs.first?.layers.enumerated().sorted {
                ($1.element.choices.count, $0.offset) < ($0.element.choices.count, $1.offset)
            }.map(\.element) ?? []
        var seen: Set<String> = []
        for choice in first.flatMap(\.choices) where seen.insert(choice.name).inserted { layers.append(choice.name) }
        self.layers = layers
    }

    func html() -> [HTML] {
        var parts: [HTML] = []
        let same = constants
        if !same.isEmpty {
            let words = designs.count == 1 ? "It has " : "All of them have "
            parts.append(.tag("p", ["class": "same"], .text(words + same.joined(separator: "; ") + ".")))
        }
        parts.append(table())
        if layers.count > 0 {
            parts.append(
                .tag(
                    "p", ["class": "soft key"],
                    .text(
                        "Layers: "
                            + layers.enumerated().map { "\($0.offset + 1)\u{A0}\($0.element)" }.joined(separator: ", ")
                            + ". All parameters of one: naxdse search best STUDY --trial NUMBER.")))
        }
        return parts
    }

    private func table() -> HTML {
        let scales = report.axes.enumerated().map { index, axis in
            axis.scale(of: report.designs.map { $0.values[index] })
        }
        let caption =
            if designs.count < report.designs.count {
                "The first \(designs.count) of \(report.designs.count) designs; search front --csv writes all"
            } else if designs.count == 1 {
                "The one design"
            } else {
                "All \(designs.count) designs"
                    + (varying.isEmpty ? "" : ", with the layers that each choice is made for")
            }
        let columns = varying, singles = varyingParameters
        let head: [HTML] =
            [.tag("th", ["scope": "col", "class": "leading"], "design")]
            + zip(report.axes, scales).map { axis, scale in
                .tag(
                    "th", ["scope": "col", "class": "trailing"], .text(axis.title),
                    .tag("span", ["class": "unit"], .text(scale.unit)))
            }
            + (singles.count <= Self.mostColumns
                ? singles.map { index in
                    .tag("th", ["scope": "col", "class": "leading wrap"], .text(designs[0].parameters[index].name))
                } : [.tag("th", ["scope": "col", "class": "leading"], "parameters")])
            + columns.map { index in
                .tag("th", ["scope": "col", "class": "leading"], .text(designs[0].layers[index].subject))
            }
        let rows = designs.map { design in
            HTML.tag(
                "tr", [:],
                [.tag("th", ["scope": "row", "class": "leading"], .text(design.name))]
                    + zip(scales, design.values).map { .tag("td", [:], .text($0.typeset($1))) }
                    + (singles.count <= Self.mostColumns
                        ? singles.map { .tag("td", ["class": "leading"], .text(design.parameters[$0].value)) }
                        : [
                            .tag(
                                "td", ["class": "leading wrap"],
                                .text(
                                    singles.map { "\(design.parameters[$0].name) \(design.parameters[$0].value)" }
                                        .joined(separator: "; ")))
                        ])
                    + columns.map { .tag("td", ["class": "leading wrap"], groups(design, $0)) })
        }
        let table = HTML.tag(
            "table", ["class": "compact"], .tag("caption", [:], .text(caption)),
            .tag("thead", [:], .tag("tr", [:], head)), .tag("tbody", [:], rows))
        return .scrolling(table, caption: caption)
    }

    /// "x16 1–6, 8; x32 7": values with the layers that have them, those layers alone that designs differ in.
    private func groups(_ design: FrontReport.Design, _ index: Int) -> [HTML] {
        let choices = design.layers[index].choices
        let shown = choices.indices.filter { isVarying(layer: $0, of: index) }
        return grouped(shown.map { choices[$0] }).enumerated().flatMap { number, group -> [HTML] in
            (number > 0 ? [.text("; ")] : []) + [.tag("b", [:], .text(group.value)), .text("\u{A0}\(group.layers)")]
        }
    }

    /// Values, numbers by size and words in the order in which they first come, with their layers.
    private func grouped(_ choices: [FrontReport.Choice]) -> [(value: String, layers: String)] {
        var values: [String] = []
        for choice in choices where !values.contains(choice.value) { values.append(choice.value) }
        let numbers = values.compactMap(Double.init)
        if numbers.count == values.count { values.sort { Double($0)! < Double($1)! } }
        return values.map { value in
            (value, ranges(choices.filter { $0.value == value }.compactMap { layers.firstIndex(of: $0.name) }))
        }
    }

    /// "1–6, 8" of places from 0.
    private func ranges(_ places: [Int]) -> String {
        var runs: [ClosedRange<Int>] = []
        for place in places.sorted() {
            if let last = runs.last, last.upperBound + 1 == place {
                runs[runs.count - 1] = last.lowerBound...place
            } else {
                runs.append(place...place)
            }
        }
        return runs.map { run in
            let (first, last) = (run.lowerBound + 1, run.upperBound + 1)
            return first == last ? "\(first)" : first + 1 == last ? "\(first), \(last)" : "\(first)–\(last)"
        }.joined(separator: ", ")
    }

    private func isVarying(layer: Int, of index: Int) -> Bool {
        let value = designs[0].layers[index].choices[layer].value
        return designs.contains { $0.layers[index].choices[layer].value != value }
    }

    /// Properties of layers that designs differ in.
    private var varying: [Int] {
        guard let first = designs.first else { return [] }
        return first.layers.indices.filter { index in
            first.layers[index].choices.indices.contains { isVarying(layer: $0, of: index) }
        }
    }

    private var varyingParameters: [Int] {
        guard let first = designs.first else { return [] }
        return first.parameters.indices.filter { index in
            designs.contains { $0.parameters[index].value != first.parameters[index].value }
        }
    }

    /// What all designs have: "adc-columns-64 64", "crossbar x16 at layers 1–3".
    private var constants: [String] {
        guard let first = designs.first else { return [] }
        let singles = first.parameters.indices.filter { !varyingParameters.contains($0) }.map {
            "\(first.parameters[$0].name) \(first.parameters[$0].value)"
        }
        let layered = first.layers.enumerated().flatMap { index, property in
            let choices = property.choices.indices.filter { !isVarying(layer: $0, of: index) }.map {
                property.choices[$0]
            }
            return grouped(choices).map { group in
                "\(property.subject) \(group.value) at layer\(group.layers.contains { !$0.isNumber } ? "s" : "") \(group.layers)"
            }
        }
        return singles + layered
    }
}
