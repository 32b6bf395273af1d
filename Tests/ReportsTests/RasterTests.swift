import Testing

@testable import Reports

@Suite struct RasterTests {
    private func red(_ raster: Raster, _ x: Int, _ y: Int) -> Int { Int(raster.pixels[3 * (y * raster.width + x)]) }

    /// How much black there is, in pixels.
    private func covered(_ raster: Raster) -> Double {
        stride(from: 0, to: raster.pixels.count, by: 3).reduce(0) { $0 + Double(255 - Int(raster.pixels[$1])) / 255 }
    }

    @Test func aRectangleCoversItsShareOfEachPixel() {
        var raster = Raster(width: 6, height: 5)
        raster.fill([[(1.25, 1.5), (4.5, 1.5), (4.5, 4), (1.25, 4)]], Colour(0))
        #expect(red(raster, 0, 2) == 255 && red(raster, 5, 2) == 255 && red(raster, 2, 4) == 255)
        #expect(red(raster, 2, 2) == 0 && red(raster, 3, 3) == 0)
        #expect(abs(red(raster, 1, 2) - 64) <= 1, "three quarters of it")
        #expect(abs(red(raster, 4, 2) - 127) <= 1)
        #expect(abs(red(raster, 2, 1) - 127) <= 1)
        #expect(abs(red(raster, 1, 1) - 159) <= 1, "three eighths of it")
    }

    /// The area painted is that of the shape, whatever its edges.
    @Test(
        arguments: [
            [(1.3, 2.1), (17.9, 5.7), (4.4, 18.2)], [(2, 2), (18.5, 2.5), (18.2, 3.1), (2.4, 17.7)],
            [(3, 1), (3.2, 19), (2.1, 19)],
            [(1, 10), (19, 10.2), (19, 10.4), (1, 10.9)],
        ] as [[(Double, Double)]])
    func aPolygonCoversItsArea(_ corners: [(Double, Double)]) {
        var raster = Raster(width: 20, height: 20)
        raster.fill([corners.map { (x: $0.0, y: $0.1) }], Colour(0))
        let ends = Array(corners.dropFirst()) + corners.prefix(1)
        let area = abs(zip(corners, ends).reduce(0) { $0 + $1.0.0 * $1.1.1 - $1.1.0 * $1.0.1 }) / 2
        #expect(abs(covered(raster) - area) < 0.01 * area + 0.1)
        // The other way round, and partly outside on every side, it is the same where it is seen.
        var other = Raster(width: 20, height: 20)
        other.fill([corners.reversed().map { (x: $0.0, y: $0.1) }], Colour(0))
        #expect(zip(other.pixels, raster.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        for (dx, dy) in [(-7.0, 0.0), (9, 0), (0, -6), (0, 8), (-5, 11)] {
            var moved = Raster(width: 20, height: 20)
            moved.fill([corners.map { (x: $0.0 + dx, y: $0.1 + dy) }], Colour(0))
            for y in 0..<20 {
                for x in 0..<20 where (0..<20).contains(x - Int(dx)) && (0..<20).contains(y - Int(dy)) {
                    #expect(abs(red(moved, x, y) - red(raster, x - Int(dx), y - Int(dy))) <= 1)
                }
            }
        }
    }

    @Test func aContourTheOtherWayRoundIsAHole() {
        var raster = Raster(width: 10, height: 10)
        raster.fill([[(1, 1), (9, 1), (9, 9), (1, 9)], [(3, 3), (3, 7), (7, 7), (7, 3)]], Colour(0))
        #expect(red(raster, 5, 5) == 255 && red(raster, 2, 5) == 0)
        #expect(abs(covered(raster) - 48) < 1e-9)
    }

    @Test func lettersHaveTheirShapesAndWidths() {
        // An "l" is one upright, an "o" a ring, a space nothing; "W" is wider than "i".
        #expect(
            Letters.letter("l").contours.count == 1 && Letters.letter("o").contours.count == 2
                && Letters.letter(" ").contours.isEmpty)
        #expect(Letters.width(of: "W") > 2 * Letters.width(of: "i"))
        #expect(
            Letters.width(of: "µJ·s·mm²") > 0 && "µΩ²×·–→…λ≤±°éü".allSatisfy { !Letters.letter($0).contours.isEmpty })
        #expect(Letters.letter("中").contours.count == 2, "a box where there is no shape")
        var drawing = Drawing(title: "", width: 72, height: 36)
        drawing.text("l o", x: 36, y: 24, size: 20, anchor: .middle)
        #expect(drawing.png(dotsPerInch: 72).count > 100)
    }

    @Test func linesAreDashedAlongTheirWholeLength() {
        var drawing = Drawing(title: "", width: 100, height: 10)
        drawing.polyline([(0, 5), (50, 5), (100, 5)], stroke: Colour(0), weight: 2, dashes: [6, 4])
        let png = PNGReader(drawing.png(dotsPerInch: 72))
        #expect((0..<100).allSatisfy { x in (png?[x, 5] == 0) == (x % 10 < 6) })
    }

    @Test func aFigureIsAsWideOnPaperAsItShouldBe() throws {
        let figure = ScatterFigure(
            title: "t", x: .init(title: "energy", unit: "J"), y: .init(title: "delay", unit: "s"),
            series: [.init(name: "s", points: [(1, 2), (2, 1)])])
        for (width, inches) in [(PaperWidth.column, 3.5), (.page, 7.16)] {
            let png = try #require(PNGReader(figure.png(width: width, dotsPerInch: 100)))
            #expect(abs(Double(png.width) - 100 * inches) <= 1)
            #expect(png.perMetre == 3937)
        }
    }
}
