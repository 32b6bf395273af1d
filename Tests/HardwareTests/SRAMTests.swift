import Hardware
import Quantities
import Testing

/// The model of SRAM against runs of CACTI 7 that its table does not have.
@Suite struct SRAMTests {
    /// nm, bits, bits of an access; read pJ, write pJ, access ns, µm².
    private static let leftOut = """
        22 12288 48 0.469243 0.690211 0.434514 1369.97
        22 12288 128 0.818123 1.41473 0.413408 1620.26
        22 98304 48 1.86715 1.59417 0.663746 11303.9
        22 98304 128 3.41901 3.67528 0.5684 10091
        22 98304 384 5.32079 10.2932 0.625555 11995.5
        22 786432 48 5.33519 4.40361 1.19108 88348.6
        22 786432 128 10.1661 9.11993 1.08469 90206.7
        22 786432 384 20.8574 28.3538 1.17763 104622
        22 6291456 48 16.1048 13.778 2.33047 647755
        22 6291456 128 30.3722 26.6517 2.20019 680455
        22 6291456 384 74.1289 66.2165 2.31318 676692
        32 6144 32 0.616851 0.907431 0.582508 1354.91
        32 6144 48 0.66058 1.41043 0.601059 1361.04
        32 6144 96 1.21343 1.92794 0.576746 1725.83
        32 24576 32 1.43079 1.73271 0.699617 5153.74
        32 24576 48 1.88396 2.16859 0.660483 5524.08
        32 24576 96 2.45928 3.64883 0.660483 5922.04
        32 24576 128 2.27763 5.32413 0.699617 5706.38
        32 24576 192 3.61432 6.61371 0.660483 6805.92
        32 24576 384 10.1015 12.9596 0.641319 12493.3
        32 98304 32 4.88347 3.34658 0.796313 19679.4
        32 98304 48 4.65338 4.056 0.874285 19471.1
        32 98304 96 5.69298 6.93525 0.874285 20224.1
        32 98304 128 7.57996 8.78765 0.796313 21408.8
        32 98304 192 7.77198 12.6936 0.874285 21910.5
        32 98304 384 11.9344 24.2146 0.874285 25434
        32 393216 32 7.19365 5.65676 1.34803 86055.8
        32 393216 48 9.07654 7.50031 1.29302 92372.3
        32 393216 96 13.5264 12.3316 1.22686 85058.7
        32 393216 128 17.5138 16.2698 1.16888 91399.1
        32 393216 192 19.7863 24.9629 1.21378 74273.8
        32 393216 384 27.6498 47.6629 1.21378 80891.9
        32 1572864 32 15.329 11.2975 1.86768 323938
        32 1572864 48 19.1415 15.0199 1.83058 352871
        32 1572864 96 29.4873 23.4185 1.75847 330087
        32 1572864 128 33.3505 31.0595 1.84962 339101
        32 1572864 192 44.9666 42.577 1.7702 376191
        32 1572864 384 73.2054 83.5586 1.7599 375855
        32 6291456 32 31.5179 22.4972 2.78867 1.24421e+06
        32 6291456 48 38.7265 29.5139 2.91571 1.36662e+06
        32 6291456 96 56.6023 48.1019 2.94949 1.46637e+06
        32 6291456 128 70.8672 58.8869 2.76456 1.27486e+06
        32 6291456 192 93.9147 81.7771 2.88479 1.42727e+06
        32 6291456 384 163.095 154.128 2.86297 1.43333e+06
        45 12288 48 1.97089 3.08351 0.828593 5094.28
        45 12288 128 3.55149 6.24059 0.786614 6795.58
        45 98304 48 8.24533 7.56063 1.10104 38015.7
        45 98304 128 9.2435 18.5487 1.19376 39137.5
        45 98304 384 21.4992 43.8884 1.10104 49614.4
        45 786432 48 23.3596 18.6939 2.04027 322641
        45 786432 128 42.5528 39.9956 1.83299 320209
        45 786432 384 64.6588 140.111 2.05238 288642
        90 12288 48 5.16903 14.2858 1.96168 20592.9
        90 12288 128 12.6622 21.385 1.75206 24679.7
        90 98304 48 21.0753 31.572 2.55481 148194
        90 98304 128 30.4631 61.9084 2.38341 153852
        90 98304 384 72.7632 145.697 2.25367 198447
        90 786432 48 90.1153 68.7188 3.89898 1.17065e+06
        90 786432 128 153.005 153.085 3.41029 1.09049e+06
        90 786432 384 201.631 456.777 3.72703 1.15508e+06
        90 6291456 48 266.451 202.53 7.02825 9.15031e+06
        90 6291456 128 460.906 376.282 6.59691 9.26399e+06
        90 6291456 384 983.417 984.968 6.49527 9.75677e+06
        """

    private struct Point {
        let node: Int, bits: Int, width: Int
        let read: Double, write: Double, time: Double, area: Double

        init(_ line: Substring) {
            let numbers = line.split(separator: " ").compactMap { Double($0) }
            (node, bits, width) = (Int(numbers[0]), Int(numbers[1]), Int(numbers[2]))
            (read, write, time, area) = (numbers[3], numbers[4], numbers[5], numbers[6])
        }

        func figures() throws -> ModelFigures {
            try ComponentModels.standard["sram"].figures(
                ["capacity": "\(bits) bit", "width": "\(width)", "technology": "\(node) nm"], kind: .memory)
        }
    }

    @Test func pointsLeftOutAreNear() throws {
        let points = Self.leftOut.split(separator: "\n").map(Point.init)
        #expect(points.count >= 30)
        var errors: [String: [Double]] = [:]
        for point in points {
            let figures = try point.figures()
            func compare(_ name: String, _ ours: Double, _ theirs: Double) {
                errors[name, default: []].append(abs(ours / theirs - 1))
            }
            compare("read", figures.actions[0].energy.si * 1e12, point.read)
            compare("write", figures.actions[1].energy.si * 1e12, point.write)
            compare("time", figures.actions[0].time.si * 1e9, point.time)
            compare("area", figures.area.si * 1e12, point.area)
        }
        for (name, errors) in errors {
            #expect(errors.reduce(0, +) / Double(errors.count) < 0.10, "\(name): the mean")
            #expect(errors.max()! < 0.30, "\(name): the worst")
        }
    }

    /// hwcomponents-cacti 1.0.40 for 64 KiB in words of 256 bits.
    @Test(arguments: [
        (22, 13.6217, 0.958303, 65016.4), (32, 29.5577, 1.28235, 100644), (45, 51.7987, 1.56867, 198942),
        (65, 94.0973, 2.25931, 415204), (90, 115.72, 3.5904, 766743),
    ])
    func pointsOfTheTableAreCACTIs(node: Int, read: Double, time: Double, area: Double) throws {
        let figures = try ComponentModels.standard["sram"].figures(
            ["capacity": "64 KiB", "width": "256", "technology": "\(node) nm"], kind: .memory)
        #expect(figures.actions[0].energy.isWithin(1e-5, of: Energy(read, .pico)))
        #expect(figures.actions[0].time.isWithin(1e-5, of: Time(time, .nano)))
        #expect(figures.area.isWithin(1e-5, of: Area(si: area * 1e-12)))
        #expect(figures.leakage != nil)
    }

    /// Too few words, a node that CACTI does not know, more than the table has.
    @Test(arguments: [
        ["capacity": "512 B", "width": "512", "technology": "32 nm"],
        ["capacity": "64 KiB", "width": "256", "technology": "130 nm"],
        ["capacity": "4 MiB", "width": "256", "technology": "32 nm"],
        ["capacity": "64 KiB", "width": "1024", "technology": "32 nm"],
    ])
    func whatTheTableDoesNotHaveIsRefused(texts: [String: String]) {
        #expect(throws: ComponentModelError.self) { try ComponentModels.standard["sram"].figures(texts, kind: .memory) }
    }
}
