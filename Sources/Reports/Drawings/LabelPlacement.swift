/// Where labels of points can stand so that none lies on another, on a mark or beyond the edges.
///
/// Points come in the order of their importance: where there is no room for all, the first have theirs.
struct LabelPlacement {
    /// What labels and marks have to stay within.
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
    /// Of the letters; and how far marks reach from their points.
    var size: Double
    var reach: Double

    struct Place: Hashable {
        var x: Double
        /// Of the baseline.
        var y: Double
        var anchor: Drawing.Anchor
    }

    private struct Box {
        var left: Double
        var right: Double
        var top: Double
        var bottom: Double

        func overlaps(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }
    }

    /// - Parameters:
    ///   - points: all that have a mark.
    ///   - widths: of the labels of the first of them; nil for a point that has none.
    ///   - lines: upright and level ones, which labels keep off where they can.
    /// - Returns: of each label its place; nil where there is no room for it.
    func places(
        _ points: [Drawing.Point], widths: [Double?], lines: [(from: Drawing.Point, to: Drawing.Point)] = []
    ) -> [Place?] {
        let strokes = lines.map { a, b in
            Box(left: min(a.x, b.x) - 1, right: max(a.x, b.x) + 1, top: min(a.y, b.y) - 1, bottom: max(a.y, b.y) + 1)
        }
        let marks = points.map {
            Box(left: $0.x - reach, right: $0.x + reach, top: $0.y - reach, bottom: $0.y + reach)
        }
        var taken: [Box] = []
        return zip(points, widths).map { point, width in
            guard let width else { return nil }
            var crossing: (place: Place, box: Box)?
            for place in candidates(point) {
                let start = place.x - (place.anchor == .end ? width : place.anchor == .middle ? width / 2 : 0)
                let box = Box(
                    left: start, right: start + width, top: place.y - 0.8 * size, bottom: place.y + 0.25 * size)
                guard box.left >= left, box.right <= right, box.top >= top, box.bottom <= bottom,
                    !taken.contains(where: box.overlaps), !marks.contains(where: box.overlaps)
                else { continue }
                if strokes.contains(where: box.overlaps) {
                    crossing = crossing ?? (place, box)
                    continue
                }
                taken.append(box)
                return place
            }
            if let crossing { taken.append(crossing.box) }
            return crossing?.place
        }
    }

    /// Beside, above and below, and then at the corners.
    private func candidates(_ point: Drawing.Point) -> [Place] {
        let gap = reach + 2, middle = 0.3 * size
        return [
            Place(x: point.x + gap, y: point.y + middle, anchor: .start),
            Place(x: point.x - gap, y: point.y + middle, anchor: .end),
            Place(x: point.x, y: point.y - gap, anchor: .middle),
            Place(x: point.x, y: point.y + gap + 0.8 * size, anchor: .middle),
            Place(x: point.x + reach, y: point.y - reach - 1, anchor: .start),
            Place(x: point.x + reach, y: point.y + reach + 0.8 * size, anchor: .start),
            Place(x: point.x - reach, y: point.y - reach - 1, anchor: .end),
            Place(x: point.x - reach, y: point.y + reach + 0.8 * size, anchor: .end),
        ]
    }
}
