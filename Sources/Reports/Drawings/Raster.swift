/// Pixels that areas are painted on, with edges as smooth as the share of each pixel that they cover.
///
/// Coverage is exact: each edge adds to the pixels that it crosses the area to its right within them, and sums along a
/// line are coverages (the way of the rasterisers of FreeType and font-rs).
struct Raster {
    let width: Int
    let height: Int
    /// Red, green and blue of each pixel, line by line from the top.
    private(set) var pixels: [UInt8]

    /// All white.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: 255, count: 3 * width * height)
    }

    /// Paints the area within closed contours; one within another that runs the other way round is a hole.
    mutating func fill(_ contours: [[Drawing.Point]], _ colour: Colour) {
        var (left, right, top, bottom) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
        for point in contours.joined() {
            guard point.x.isFinite, point.y.isFinite else { return }
            left = min(left, point.x)
            right = max(right, point.x)
            top = min(top, point.y)
            bottom = max(bottom, point.y)
        }
        guard right > 0, left < Double(width), bottom > 0, top < Double(height), right > left, bottom > top else {
            return
        }
        // A box around it; what lies outside the picture is not worked out.
        let (x0, y0) = (max(0, Int(left)), max(0, Int(top)))
        let (x1, y1) = (min(width, Int(right) + 1), min(height, Int(bottom) + 1))
        var sums = Coverage(width: x1 - x0, height: y1 - y0)
        for contour in contours {
            var last = contour.last ?? (0, 0)
            for point in contour {
                sums.add(
                    from: (last.x - Double(x0), last.y - Double(y0)), to: (point.x - Double(x0), point.y - Double(y0)))
                last = point
            }
        }
        paint(sums, x0, y0, colour)
    }

    /// Pixels of a picture as rectangles.
    mutating func draw(_ png: PNG, x: Double, y: Double, width w: Double, height h: Double) {
        let (left, right) = (max(0, Int(x.rounded())), min(width, Int((x + w).rounded())))
        let (top, bottom) = (max(0, Int(y.rounded())), min(height, Int((y + h).rounded())))
        guard left < right, top < bottom else { return }
        /// The pixel of the picture that lies at one of the page's, along one axis.
        func source(_ pixel: Int, from start: Double, over extent: Double, of pixels: Int) -> Int {
            let place: Double = (Double(pixel) + 0.5 - start) / extent * Double(pixels)
            return min(pixels - 1, max(0, Int(place)))
        }
        let columns = (left..<right).map { source($0, from: x, over: w, of: png.width) }
        for line in top..<bottom {
            let row = source(line, from: y, over: h, of: png.height)
            for (place, column) in zip(left..<right, columns) { set(3 * (line * width + place), png[column, row], 1) }
        }
    }

    private mutating func paint(_ sums: Coverage, _ x0: Int, _ y0: Int, _ colour: Colour) {
        for line in 0..<sums.height {
            var sum: Float = 0
            var place = 3 * ((y0 + line) * width + x0)
            let start = line * sums.stride
            for column in 0..<sums.width {
                sum += sums.cells[start + column]
                let share = min(1, abs(sum))
                if share > 0.002 { set(place, colour, share) }
                place += 3
            }
        }
    }

    private mutating func set(_ place: Int, _ colour: Colour, _ share: Float) {
        if share > 0.998 {
            (pixels[place], pixels[place + 1], pixels[place + 2]) = (colour.red, colour.green, colour.blue)
            return
        }
        func mixed(_ old: UInt8, _ new: UInt8) -> UInt8 {
            let value: Float = Float(old) + (Float(new) - Float(old)) * share
            return UInt8(value.rounded())
        }
        pixels[place] = mixed(pixels[place], colour.red)
        pixels[place + 1] = mixed(pixels[place + 1], colour.green)
        pixels[place + 2] = mixed(pixels[place + 2], colour.blue)
    }
}

/// For each pixel of a box how much the coverage changes from the pixel before it.
private struct Coverage {
    let width: Int
    let height: Int
    let stride: Int
    var cells: [Float]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        stride = width + 2
        cells = [Float](repeating: 0, count: stride * height)
    }

    /// An edge of a closed contour.
    mutating func add(from a: Drawing.Point, to b: Drawing.Point) {
        guard a.y != b.y else { return }
        let direction = a.y < b.y ? 1.0 : -1.0
        let (upper, lower) = a.y < b.y ? (a, b) : (b, a)
        let slope = (lower.x - upper.x) / (lower.y - upper.y)
        let (first, last) = (max(0, Int(max(0, upper.y))), min(height, Int(max(0, lower.y).rounded(.up))))
        guard first < last else { return }
        for line in first..<last {
            let (from, to) = (max(upper.y, Double(line)), min(lower.y, Double(line + 1)))
            let (x, next) = (upper.x + slope * (from - upper.y), upper.x + slope * (to - upper.y))
            add(min(x, next), max(x, next), (to - from) * direction, line * stride)
        }
    }

    /// The part of an edge within one line of pixels: from x to x, so much of the line's height.
    private mutating func add(_ low: Double, _ high: Double, _ height: Double, _ start: Int) {
        // To the left of the box it counts from the first pixel on, to the right not at all.
        let limit = Double(width)
        if high <= 0 { return cells[start] += Float(height) }
        if low >= limit { return }
        if low < 0 || high > limit {
            let spread = high - low
            if low < 0 { cells[start] += Float(height * -low / spread) }
            let (inLow, inHigh) = (max(0, low), min(limit, high))
            if inHigh > inLow { add(inLow, inHigh, height * (inHigh - inLow) / spread, start) }
            return
        }
        let first = min(Int(low), width - 1), last = min(Int(high), width)
        if last <= first {
            // Within one pixel: what is to the right of the middle of the part.
            let covered = Double(first + 1) - (low + high) / 2
            cells[start + first] += Float(height * covered)
            cells[start + first + 1] += Float(height * (1 - covered))
            return
        }
        // Across several: the area to the right grows as a parabola in the first, evenly between, and as a parabola in
        // the last.
        let slope = height / (high - low)
        var before = 0.0
        for pixel in first...last {
            let (from, to) = (max(low, Double(pixel)), min(high, Double(pixel + 1)))
            // The edge's part in this pixel covers what is right of it there, and all of the pixels after.
            let part = slope * max(0, to - from)
            let here = part * (Double(pixel + 1) - (from + to) / 2)
            cells[start + pixel] += Float(here + before)
            before = part - here
        }
        cells[start + last + 1] += Float(before)
    }
}
