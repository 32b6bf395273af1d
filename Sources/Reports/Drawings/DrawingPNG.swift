import RealModule

extension Drawing {
    /// The drawing as a PNG file that says its size on paper.
    func png(dotsPerInch: Int = 300) -> [UInt8] {
        let scale = Double(dotsPerInch) / 72
        var raster = Raster(
            width: max(1, Int((size.width * scale).rounded())), height: max(1, Int((size.height * scale).rounded())))
        for shape in shapes { raster.draw(shape, scale: scale) }
        return PNG(raster, dotsPerInch: dotsPerInch, title: title).file
    }
}

extension Raster {
    fileprivate mutating func draw(_ shape: Drawing.Shape, scale: Double) {
        func scaled(_ points: [Drawing.Point]) -> [Drawing.Point] { points.map { ($0.x * scale, $0.y * scale) } }
        switch shape {
        case .rectangle(let place, let width, let height, let fill, let stroke, let weight):
            let corners = scaled([
                place, (place.x + width, place.y), (place.x + width, place.y + height), (place.x, place.y + height),
            ])
            if let fill { self.fill([corners], fill) }
            if let stroke { self.stroke(corners, isClosed: true, weight * scale, stroke) }
        case .polygon(let points, let fill, let stroke, let weight):
            self.fill([scaled(points)], fill)
            if let stroke { self.stroke(scaled(points), isClosed: true, weight * scale, stroke) }
        case .polyline(let points, let stroke, let weight, let dashes):
            for piece in dashed(scaled(points), dashes.map { $0 * scale }) {
                self.stroke(piece, isClosed: false, weight * scale, stroke)
            }
        case .circle(let centre, let radius, let fill, let stroke, let weight):
            let points = disc((centre.x * scale, centre.y * scale), radius * scale, corners: 48)
            self.fill([points], fill)
            if let stroke { self.stroke(points, isClosed: true, weight * scale, stroke) }
        case .text(let text, let place, let size, let anchor, let isBold, let colour):
            write(text, (place.x * scale, place.y * scale), size: size * scale, anchor, isBold: isBold, colour)
        case .picture(let png, let place, let width, let height):
            draw(png, x: place.x * scale, y: place.y * scale, width: width * scale, height: height * scale)
        }
    }

    /// Straight lines of a weight, round where they meet.
    private mutating func stroke(_ points: [Drawing.Point], isClosed: Bool, _ weight: Double, _ colour: Colour) {
        var pieces: [[Drawing.Point]] = []
        let ends = isClosed ? Array(points.dropFirst()) + points.prefix(1) : Array(points.dropFirst())
        for (a, b) in zip(points, ends) {
            let length = Double.hypot(b.x - a.x, b.y - a.y)
            guard length > 0 else { continue }
            let (dx, dy) = (weight / 2 * (b.y - a.y) / length, weight / 2 * (a.x - b.x) / length)
            pieces.append([(a.x + dx, a.y + dy), (b.x + dx, b.y + dy), (b.x - dx, b.y - dy), (a.x - dx, a.y - dy)])
        }
        // Discs run the same way round as the lines, so that areas which overlap add and are never holes.
        let joints = isClosed ? points : points.count > 2 ? Array(points[1..<(points.count - 1)]) : []
        if weight > 1 { pieces += joints.map { disc($0, weight / 2, corners: 16) } }
        fill(pieces, colour)
    }

    /// The parts that are drawn.
    private func dashed(_ points: [Drawing.Point], _ dashes: [Double]) -> [[Drawing.Point]] {
        guard !dashes.isEmpty, dashes.allSatisfy({ $0 > 0 }) else { return [points] }
        var pieces: [[Drawing.Point]] = [Array(points.prefix(1))]
        var (index, left) = (0, dashes[0])
        for (a, b) in zip(points, points.dropFirst()) {
            let length = Double.hypot(b.x - a.x, b.y - a.y)
            var done = 0.0
            while length - done > left {
                done += left
                let place = (x: a.x + (b.x - a.x) * done / length, y: a.y + (b.y - a.y) * done / length)
                if index % 2 == 0 { pieces[pieces.count - 1].append(place) } else { pieces.append([place]) }
                index += 1
                left = dashes[index % dashes.count]
            }
            left -= length - done
            if index % 2 == 0 { pieces[pieces.count - 1].append(b) }
        }
        return pieces.filter { $0.count > 1 }
    }

    private func disc(_ centre: Drawing.Point, _ radius: Double, corners: Int) -> [Drawing.Point] {
        (0..<corners).map { corner in
            let angle = 2 * Double.pi * Double(corner) / Double(corners)
            return (centre.x + radius * Double.cos(angle), centre.y + radius * Double.sin(angle))
        }
    }

    private mutating func write(
        _ text: String, _ place: Drawing.Point, size: Double, _ anchor: Drawing.Anchor, isBold: Bool, _ colour: Colour
    ) {
        // Bold letters are the same with a thicker edge, and so much further apart.
        let edge = isBold ? 0.05 : 0
        let width = (Letters.width(of: text) + edge * Double(text.count)) * size
        var x = place.x - (anchor == .end ? width : anchor == .middle ? width / 2 : 0)
        for character in text {
            let letter = Letters.letter(character)
            let contours = letter.contours.map {
                $0.map { (x: x + ($0.x + edge / 2) * size, y: place.y - $0.y * size) }
            }
            fill(contours, colour)
            if isBold { for contour in contours { stroke(contour, isClosed: true, edge * size, colour) } }
            x += (letter.advance + edge) * size
        }
    }
}
