extension HTML {
    /// The mark of the curve of that number at a place, with what it says under the pointer: discs, squares, triangles
    /// and diamonds by turns, as in figures.
    ///
    /// - Parameter scale: how many times as large as usual.
    static func mark(_ index: Int, x: String, y: String, words: String, scale: Double = 1) -> HTML {
        .tag(
            "svg", ["data-item": "", "class": "mark", "x": x, "y": y, "width": "1", "height": "1"],
            .tag("title", [:], .text(words)),
            .tag("g", ["transform": "scale(\(scale))"], shape(index)))
    }

    /// The same in a legend.
    static func key(_ index: Int) -> HTML {
        .tag(
            "svg", ["class": "mark", "width": "12", "height": "12", "viewBox": "-6 -6 12 12", "aria-hidden": "true"],
            shape(index))
    }

    private static func shape(_ index: Int) -> HTML {
        let corners: String? =
            switch index % 4 {
            case 1: "-4,-4 4,-4 4,4 -4,4"
            case 2: "0,-5.5 5,4 -5,4"
            case 3: "0,-5.5 5.5,0 0,5.5 -5.5,0"
            default: nil
            }
        let look = "dot k\(index % 8)"
        return corners.map { .void("polygon", ["class": look, "points": $0]) }
            ?? .void("circle", ["class": look, "r": "4.5"])
    }

    /// Marks with the names of what they stand for.
    static func marks(_ names: [String]) -> HTML {
        .tag("ul", ["class": "legend"], names.enumerated().map { .tag("li", [:], key($0.offset), .text($0.element)) })
    }
}
