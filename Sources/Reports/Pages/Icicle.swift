import Cost
import Quantities

/// A hierarchy as rows of boxes, each as wide as its share and below what it is part of.
struct Icicle {
    let title: String
    let root: BreakdownNode
    let unit: String
    let takesPrefix: Bool
    let groups: Groups
    let value: (BreakdownNode) -> Double

    /// Parts smaller than this share of the whole stand together.
    private static let least = 0.004
    private static let rowHeight = 30.0

    func html(id: String) -> HTML {
        let total = value(root)
        guard total > 0 else { return .tag("p", ["class": "soft"], .text("\(title): nothing has any")) }
        var boxes: [HTML] = []
        var depth = 0
        draw(root, at: 0, row: 0, total: total, way: [], &boxes, &depth)
        let height = Double(depth + 1) * Self.rowHeight
        return .tag(
            "figure", [:],
            .tag(
                "figcaption", [:],
                .text(
                    "\(title): each box is as wide as its share of \(text(total)), below the level that it is part of.")
            ),
            .tag(
                "svg",
                [
                    "width": "100%", "height": height.text(significant: 6), "role": "img",
                    "aria-labelledby": "\(id)-t \(id)-d",
                ],
                [
                    .tag("title", ["id": "\(id)-t"], .text(title)),
                    .tag("desc", ["id": "\(id)-d"], .text(description(total))),
                ] + boxes))
    }

    /// For those who do not see it: the greatest parts in words.
    private func description(_ total: Double) -> String {
        var leaves: [(name: String, value: Double)] = []
        func collect(_ node: BreakdownNode) {
            if node.children.isEmpty { leaves.append((node.name, value(node))) }
            node.children.forEach(collect)
        }
        collect(root)
        let largest = leaves.enumerated().sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
            .prefix(5).map(\.element)
        return "\(text(total)) in all; the largest parts are "
            + largest.map { "\($0.name) with \((100 * $0.value / total).text(decimals: 1)) %" }.joined(separator: ", ")
            + "."
    }

    private func draw(
        _ node: BreakdownNode, at left: Double, row: Int, total: Double, way: [String], _ boxes: inout [HTML],
        _ depth: inout Int
    ) {
        depth = max(depth, row)
        let share = value(node) / total
        boxes.append(
            box(
                node.name, way: way, share: share, value: value(node), left: left, row: row,
                isLevel: !node.children.isEmpty))
        var x = left
        // Levels first, so that the way down is on the left; then parts by size.
        let parts = node.children.filter { value($0) > 0 }.enumerated().sorted { a, b in
            let (first, second) = (a.element, b.element)
            if first.children.isEmpty != second.children.isEmpty { return !first.children.isEmpty }
            return (value(second), a.offset) < (value(first), b.offset)
        }.map(\.element)
        func isSmall(_ part: BreakdownNode) -> Bool { part.children.isEmpty && value(part) / total < Self.least }
        let small = parts.filter(isSmall)
        for part in parts where small.count < 2 || !isSmall(part) {
            draw(part, at: x, row: row + 1, total: total, way: way + [node.name], &boxes, &depth)
            x += value(part) / total
        }
        guard small.count > 1 else { return }
        depth = max(depth, row + 1)
        let rest = small.reduce(0) { $0 + value($1) }
        boxes.append(
            box(
                "\(small.count) small parts", way: way + [node.name], share: rest / total, value: rest, left: x,
                row: row + 1, isLevel: false))
    }

    private func box(
        _ name: String, way: [String], share: Double, value: Double, left: Double, row: Int, isLevel: Bool
    ) -> HTML {
        let place = (way + [name]).joined(separator: " › ")
        let title = "\(place)\n\(text(value)), \((100 * share).text(decimals: 1)) %"
        let colour = isLevel ? "level" : groups.colour(of: name) ?? "g10"
        // A name that does not fit is not written, on a page of 1070 units or a narrow one of 330; typefaces of screens
        // are wide.
        let needed = 1.12 * Drawing.width(of: name, size: 12) + 10
        var content: [HTML] = [
            .tag("title", [:], .text(title)),
            .void("rect", ["class": "part \(colour)", "width": "100%", "height": "\(Int(Self.rowHeight) - 1)"]),
        ]
        if share * 1070 >= needed {
            content.append(
                .tag("text", ["x": "6", "y": "19", "class": share * 330 < needed ? "wide" : "any"], .text(name)))
        }
        return .tag(
            "svg",
            [
                "data-item": "", "x": HTML.percent(left), "y": "\(row * Int(Self.rowHeight))",
                "width": HTML.percent(share),
                "height": "\(Int(Self.rowHeight) - 1)",
            ], content)
    }

    private func text(_ value: Double) -> String {
        let scale = ColumnScale(of: [value], unit: unit, takesPrefix: takesPrefix)
        return "\(scale.typeset(value)) \(scale.unit)"
    }
}
