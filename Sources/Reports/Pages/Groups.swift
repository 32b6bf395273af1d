import Cost

/// The groups of components of some evaluations, each with a colour of its own.
struct Groups {
    /// In the order of the breakdown.
    let names: [String]
    /// What leaks, where it stands beside components' dynamic energy.
    static let leakage = "leakage"
    private let groupOfPart: [String: Int]

    init(_ evaluations: [Evaluation]) {
        var names: [String] = []
        var groupOfPart: [String: Int] = [:]
        for group in evaluations.flatMap(\.breakdown.byComponent.children) {
            let index = names.firstIndex(of: group.name) ?? names.count
            if index == names.count { names.append(group.name) }
            for part in group.children { groupOfPart[part.name] = index }
        }
        if evaluations.contains(where: { $0.figures.leakageEnergy > .zero }) { names.append(Self.leakage) }
        self.names = names
        self.groupOfPart = groupOfPart
    }

    /// The class that gives the colour of a group or of one of its parts; nil for what is neither, such as a level.
    func colour(of name: String) -> String? { (names.firstIndex(of: name) ?? groupOfPart[name]).map(colour(at:)) }

    /// What leaks is an outline, as in figures: no part's own.
    private func colour(at index: Int) -> String { names[index] == Self.leakage ? "leaked" : "g\(index % 11)" }

    var legend: HTML { .legend(names.enumerated().map { (colour(at: $0.offset), $0.element) }) }
}

extension HTML {
    /// Colours with what they stand for.
    static func legend(_ entries: [(class: String, name: String)]) -> HTML {
        .tag(
            "ul", ["class": "legend"],
            entries.map { entry in
                .tag(
                    "li", [:],
                    .tag(
                        "svg", ["width": "12", "height": "12", "aria-hidden": "true"],
                        .void("rect", ["class": entry.class, "width": "12", "height": "12", "rx": "2"])),
                    .text(entry.name))
            })
    }
}
