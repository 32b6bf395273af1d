import DensePlugin
import Hardware
import Mapping
import Markup
import Networks
import Quantities
import Testing

@testable import Cost

/// Measured chips against what their papers publish: every point of Benchmarks/chips/points.csv.
@Suite struct ChipTests {
    private static let points: [ChipPoint] = {
        let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        return try! ChipPoint.read(TextFile(folder + "/Benchmarks/chips/points.csv").lines)
    }()
    private static let chips = Set(points.map(\.chip)).sorted()

    /// Each published point within 25 %, and the mean error below AccelForge's on the points that it has.
    @Test(arguments: chips) func aChipIsMetWithinAQuarter(_ chip: String) throws {
        let points = Self.points.filter { $0.chip == chip }
        let bench = try ChipBench(chip)
        var ours = 0.0, theirs = 0.0
        for point in points {
            let error = abs(try bench.figure(of: point) / point.published - 1)
            #expect(error <= 0.25, "\(point.figure), \(point.name): off by \(100 * error) %")
            // What stands in the file or set a constant is met to the digits that it is written with.
            if point.use != "predicted" {
                #expect(error <= 0.01, "\(point.figure), \(point.name): \(point.use), off by \(100 * error) %")
            }
            guard let other = point.accelForge else { continue }
            ours += error
            theirs += abs(other / point.published - 1)
        }
        if theirs > 0 { #expect(ours < theirs, "the sum of errors is \(ours), and AccelForge's \(theirs)") }
    }

    /// What the authors' abstracts say, which can be read without their papers: the table has the same.
    @Test func publishedFiguresAreThoseOfTheAbstracts() throws {
        let abstracts: [(chip: String, point: String, unit: String, value: Double)] = [
            // 10.1109/JSSC.2020.2987714
            ("jia-2020", "0.85 V", "TOPS/W", 400), ("jia-2020", "1.2 V", "TOPS/W", 192),
            ("jia-2020", "0.85 V", "TOPS/mm2", 0.24), ("jia-2020", "1.2 V", "TOPS/mm2", 0.60),
            // 10.1109/JSSC.2020.3031290
            ("sinangil-2021", "0.8 V, mean output 6", "TOPS/W", 351),
            ("sinangil-2021", "0.8 V, mean output 6", "TOPS", 0.3724),
            // 10.1109/VLSITechnologyandCir46769.2022.9830322
            ("wang-2022", "0.7 V", "TOPS/W", 32.2), ("wang-2022", "1.1 V", "TOPS/mm2", 4.0),
        ]
        for figure in abstracts {
            #expect(
                Self.points.contains {
                    $0.chip == figure.chip && $0.name == figure.point && $0["unit"] == figure.unit
                        && $0.published == figure.value
                }, "\(figure)")
        }
    }

    /// At most five constants are declared, and a third of the points at least set none.
    @Test(arguments: chips) func constantsAreFewAndDeclared(_ chip: String) throws {
        let points = Self.points.filter { $0.chip == chip }
        #expect(3 * points.count { $0.use == "predicted" } >= points.count)
        let text = try TextFile(ShippedFiles().path("hardware/\(chip).xml")).lines.joined(separator: "\n")
        let hasConstants = points.contains { $0.use == "calibration" }
        #expect(text.lowercased().contains("calibration 1") == hasConstants)
        #expect(!text.contains("alibration 6") && !text.contains("and 6:"))
    }
}

/// A row of the table.
struct ChipPoint: Sendable {
    let fields: [String: String]

    var chip: String { self["chip"] }
    var figure: String { self["figure"] }
    var name: String { self["point"] }
    var use: String { self["use"] }
    var published: Double { Double(self["published"])! }
    var accelForge: Double? { Double(self["accelforge"]) }

    subscript(name: String) -> String { fields[name] ?? "" }

    static func read(_ lines: [String]) -> [ChipPoint] {
        let header = split(lines[0])
        return lines.dropFirst().filter { !$0.isEmpty }.map {
            ChipPoint(fields: Dictionary(uniqueKeysWithValues: zip(header, split($0))))
        }
    }

    /// At commas that are not between quotes.
    private static func split(_ line: String) -> [String] {
        var fields = [""], isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}

/// A chip that is evaluated at many settings.
private final class ChipBench {
    private let fixture: Fixture
    private let reader = ArchitectureReader()
    private let document: Document
    private let mapping: MappingSpecification
    private var known: [String: Evaluation] = [:]

    init(_ chip: String) throws {
        fixture = try Fixture()
        document = try reader.document(fixture.shipped.path("hardware/\(chip).xml"))
        mapping = try fixture.mapping(chip)
    }

    private func evaluation(of point: ChipPoint) throws -> Evaluation {
        let settings = [
            "supply", "registers", "pipelined", "weights", "input-bits", "conversions", "phases", "mean", "inputs",
            "outputs",
        ]
        let key = settings.map { point[$0] }.joined(separator: "|")
        if let evaluation = known[key] { return evaluation }
        var document = document
        if !point["supply"].isEmpty {
            document = try document.setting(path: "hardware/@supply", value: point["supply"])
        }
        for name in ["registers", "pipelined"] where !point[name].isEmpty {
            document = try document.setting(path: "crossbar/adders/@\(name)", value: point[name])
        }
        var mapping = mapping
        if let bits = Int(point["weights"]) { mapping.defaults.precision.weights = bits }
        if let bits = Int(point["input-bits"]) { mapping.defaults.precision.inputs = bits }
        if let bits = Int(point["conversions"]) { mapping.defaults.precision.conversions = bits }
        if let phases = Int(point["phases"]) { mapping.defaults.precision.phases = phases }
        let architecture = try reader.read(document: document)
        let network = try Mini.network(
            "<input name=\"i\" shape=\"\(point["inputs"])\"/><linear name=\"l\" features=\"\(point["outputs"])\" bias=\"false\"/>"
        )
        let model = CostModel(architecture)
        var mapped = try model.place(network, mapping, mappers: fixture.mappers)
        if let mean = Double(point["mean"]) {
            let share = (mean / 15).squareRoot()
            var activity = LayerActivity(
                layer: "l", meanSquareInput: share * share, meanConductance: Conductance(si: 0))
            (activity.meanInput, activity.meanLevel) = (share, share)
            mapped = try mapped.applying(ActivityFile([activity]), architecture)
        }
        let evaluation = try model.evaluate(mapped)
        known[key] = evaluation
        return evaluation
    }

    /// In the unit of the point.
    func figure(of point: ChipPoint) throws -> Double {
        let evaluation = try evaluation(of: point), figures = evaluation.figures
        let parts = evaluation.breakdown.byComponent.children.flatMap(\.children)
        let names = point["parts"].split(separator: " ").map { $0.replacing("|", with: " ") }
        let chosen = try names.map { name in try #require(parts.first { $0.name == name }) }
        let energy = chosen.isEmpty ? figures.energy.si : chosen.map(\.energy.si).reduce(0, +)
        let area = chosen.isEmpty ? figures.area.si : chosen.map(\.area.si).reduce(0, +)
        let macs = Double(evaluation.layers.map(\.multiplyAccumulates).reduce(0, +))
        let peak = try #require(figures.peak).operationsPerSecond
        let value: Double =
            switch point["metric"] {
            case "energy": energy
            case "energy-per-mac": energy / macs
            case "area": area
            case "area-of-48th": area / 48
            case "tops": 2 * macs / figures.delay.si
            case "peak-tops": peak
            case "tops-per-w": 2 * macs / energy
            case "tops-per-mm2": 2 * macs / figures.delay.si / area
            case "peak-tops-per-mm2": peak / area
            case "delay": figures.delay.si
            default: .nan
            }
        let units = [
            "um2": 1e-12, "pJ": 1e-12, "nJ": 1e-9, "fJ/MAC": 1e-15, "pJ/MAC": 1e-12, "TOPS": 1e12, "GOPS": 1e9,
            "TOPS/W": 1e12, "TOPS/mm2": 1e18,
            "us": 1e-6,
        ]
        return value / (try #require(units[point["unit"]]))
    }
}
