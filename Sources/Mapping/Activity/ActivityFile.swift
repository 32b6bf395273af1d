import Diagnostics
import Hardware
import Markup
import Quantities
import Registration
import System

/// What the crossbars of each layer see of real data: a table that `naxdse simulate` writes and `naxdse evaluate`
/// reads.
///
///     layer,mean_square_input,mean_conductance_S,mean_input,mean_level
///     conv1,0.3125,4.6e-06,0.40,0.31
///
/// Comma-separated, a line for each layer with weights; lines that begin with # are remarks. The last two columns may
/// be missing, as in files of before; converters whose energy follows the data, and cells that do not conduct, need
/// them.
public struct ActivityFile: Hashable, Sendable {
    /// In the order of the file; each layer once.
    public var layers: [LayerActivity]
    /// The file it was read from; nil when it was not.
    public var file: InputFile?
    /// Lines of the layers in the file.
    private var lines: [Int] = []

    static let header = ["layer", "mean_square_input", "mean_conductance_S"]
    static let longHeader = header + ["mean_input", "mean_level"]

    /// - Parameter layers: one for each layer with weights, in any order.
    public init(_ layers: [LayerActivity]) { self.layers = layers }

    /// - Throws: everything that is wrong with the file, line by line.
    public init(_ path: String) throws(InvalidInput) {
        let text = try TextFile(path)
        try self.init(lines: text.lines, path: path)
        file = text.file
    }

    init(lines text: [String], path: String) throws(InvalidInput) {
        var problems = Problems()
        var layers: [LayerActivity] = []
        var seen: Set<String> = []
        var fieldCount: Int?
        for (index, line) in text.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let fields = Field.fields(of: line)
            func place(_ field: Int) -> SourceLocation {
                SourceLocation(file: path, line: index + 1, column: fields[field].column)
            }
            guard let columns = fieldCount else {
                fieldCount = fields.count
                if ![Self.header, Self.longHeader].contains(fields.map(\.text)) {
                    problems.error(
                        at: place(0), "this is no table of activity",
                        hint: "its first line is \(Self.longHeader.joined(separator: ","))")
                    break
                }
                continue
            }
            guard fields.count == columns else {
                problems.error(
                    at: place(0), "\(fields.count) fields",
                    hint:
                        "a line has \(columns == 3 ? "three" : "five"): \(Self.longHeader.prefix(columns).joined(separator: ", "))"
                )
                continue
            }
            let square = Double(fields[1].text), conductance = Double(fields[2].text)
            var means: [Double] = []
            for index in 3..<max(3, columns) {
                if let mean = Double(fields[index].text), (0...1).contains(mean) {
                    means.append(mean)
                } else {
                    problems.error(
                        at: place(index),
                        "'\(fields[index].text)' is no \(Self.longHeader[index].replacing("_", with: " "))",
                        hint: "write a number from 0 to 1, the largest being 1")
                }
            }
            if square.map({ !(0...1).contains($0) }) ?? true {
                problems.error(
                    at: place(1), "'\(fields[1].text)' is no mean square of an input",
                    hint: "write a number from 0 to 1, the square of the read voltage being 1")
            }
            if conductance.map({ !($0 >= 0 && $0.isFinite) || $0 == 0 && columns == 3 }) ?? true {
                problems.error(
                    at: place(2), "'\(fields[2].text)' is no mean conductance",
                    hint: "write a number above 0, in siemens")
            }
            if !seen.insert(fields[0].text).inserted {
                problems.error(
                    at: place(0), "layer '\(fields[0].text)' is here twice", hint: "leave one of the two out")
            }
            if let square, let conductance {
                var layer = LayerActivity(
                    layer: fields[0].text, meanSquareInput: square, meanConductance: Conductance(si: conductance))
                if means.count == 2 { (layer.meanInput, layer.meanLevel) = (means[0], means[1]) }
                layers.append(layer)
                lines.append(index + 1)
            }
        }
        if fieldCount == nil {
            problems.error(
                at: SourceLocation(file: path), "the file is empty",
                hint: "its first line is \(Self.longHeader.joined(separator: ","))")
        }
        try problems.throwIfAny()
        self.layers = layers
    }

    /// The table as it is written; numbers read back are the same.
    public var text: String {
        let isLong = !layers.isEmpty && layers.allSatisfy { $0.meanInput != nil && $0.meanLevel != nil }
        return
            ([(isLong ? Self.longHeader : Self.header).joined(separator: ",")]
            + layers.map {
                "\(Field.written($0.layer)),\($0.meanSquareInput),\($0.meanConductance.si)"
                    + (isLong ? ",\($0.meanInput!),\($0.meanLevel!)" : "")
            }).joined(separator: "\n") + "\n"
    }

    private struct Field {
        let text: String
        private let start: String.Index
        private let line: String

        private init(_ text: String, at start: String.Index, in line: String) {
            self.text = text
            self.start = start
            self.line = line
        }

        /// The fields of a line, of which the first, a layer's name, may stand in quotation marks (RFC 4180).
        static func fields(of line: String) -> [Field] {
            var fields: [Field] = []
            var rest = line[...]
            if line.hasPrefix("\""), let (name, end) = quoted(line) {
                fields.append(Field(name, at: line.startIndex, in: line))
                rest = line[end...]
                guard rest.first == "," else { return fields }
                rest.removeFirst()
            }
            return fields
                + rest.split(separator: ",", omittingEmptySubsequences: false).map {
                    Field($0.trimmed, at: $0.startIndex, in: line)
                }
        }

        /// What stands in quotation marks at the beginning of a line, and where they end; nil where they do not, or
        /// something but a comma follows.
        private static func quoted(_ line: String) -> (text: String, end: String.Index)? {
            var text = "", index = line.index(after: line.startIndex)
            while index < line.endIndex {
                let next = line.index(after: index)
                if line[index] != "\"" {
                    text.append(line[index])
                    index = next
                } else if next < line.endIndex, line[next] == "\"" {
                    text.append("\"")
                    index = line.index(after: next)
                } else {
                    return next == line.endIndex || line[next] == "," ? (text, next) : nil
                }
            }
            return nil
        }

        /// A layer's name as a field.
        static func written(_ name: String) -> String {
            let isPlain =
                !name.contains(",") && !name.contains("\"") && !name.hasPrefix("#") && name == name[...].trimmed
            return isPlain ? name : "\"\(name.replacing("\"", with: "\"\""))\""
        }

        /// From 1, in Unicode scalars; counted where it is told, as a line may have many fields.
        var column: Int { line[..<start].unicodeScalars.count + 1 }
    }
}

/// What the crossbars of one layer see on average.
public struct LayerActivity: Hashable, Sendable {
    /// As the network has it.
    public var layer: String
    /// Mean square of the driven voltage relative to the read voltage, over rows, streams and positions.
    public var meanSquareInput: Double
    /// Over the cells that are read; 0 where they do not conduct.
    public var meanConductance: Conductance
    /// Mean of the driven code relative to the largest, over rows, streams and positions; nil where it was not counted.
    public var meanInput: Double?
    /// Mean level of the cells that are read relative to the highest; nil where it was not counted.
    public var meanLevel: Double?

    /// Without the means that data-dependent converters and cells read by charge need: for those set the properties.
    public init(layer: String, meanSquareInput: Double, meanConductance: Conductance) {
        self.layer = layer
        self.meanSquareInput = meanSquareInput
        self.meanConductance = meanConductance
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var part = self
        while part.first?.isWhitespace == true { part.removeFirst() }
        while part.last?.isWhitespace == true { part.removeLast() }
        return String(part)
    }
}

extension MappedNetwork {
    /// The same placement with the energy of array reads as the data makes it: V²·G·t with the mean square of the
    /// inputs and the mean conductance of each layer in place of those of evenly used codes and levels.
    ///
    /// Where a hardware file states the energy of a whole array's read, that is taken to hold for evenly used ones.
    /// - Throws: where a layer is missing, or one that the network does not have is given.
    public func applying(_ activity: ActivityFile, _ architecture: Architecture) throws(InvalidInput) -> MappedNetwork {
        var problems = Problems()
        let path = activity.file?.path ?? "activity"
        var copy = self
        let names = graph.stages.map { network.layers[$0.anchor].name }
        for (index, record) in activity.layers.enumerated() where !names.contains(record.layer) {
            problems.error(
                at: SourceLocation(file: path, line: activity.line(index), column: 1),
                "network '\(network.name)' has no layer '\(record.layer)' with weights",
                hint: suggestion(for: record.layer, among: names))
        }
        for (stage, name) in names.enumerated() {
            guard let record = activity.layers.first(where: { $0.layer == name }) else {
                problems.error(
                    at: SourceLocation(file: path), "there is no line for layer '\(name)'",
                    hint: "make the file with this network: naxdse simulate … --activity-out FILE")
                continue
            }
            let kind = architecture.crossbars[stages[stage].kind]
            func refuse(_ problem: String, _ hint: String) {
                problems.error(
                    at: SourceLocation(file: path, line: activity.line(of: name), column: 1), problem, hint: hint)
            }
            if let input = record.meanInput, let level = record.meanLevel {
                copy.stages[stage].meanInput = input
                copy.stages[stage].meanProduct = input * level
            } else if !kind.device.isResistive || kind.convertersFollowData || kind.dac.pulses != nil {
                refuse(
                    "crossbar '\(kind.id)' of layer '\(name)' follows the mean of inputs and cells, which the table does not have",
                    "give it with the columns mean_input and mean_level: naxdse simulate … --activity-out FILE")
                continue
            }
            guard kind.device.isResistive else {
                // What a capacitor takes goes with the square of the input, a stated energy with the products.
                let input =
                    kind.read.energy == nil && kind.dac.pulses == nil
                    ? record.meanSquareInput / kind.meanSquareInput : record.meanInput! / CrossbarKind.evenInput
                copy.stages[stage].readActivity =
                    input * record.meanLevel! * CrossbarKind.evenInput / CrossbarKind.evenProduct
                continue
            }
            guard record.meanConductance.si > 0 else {
                refuse(
                    "the cells of layer '\(name)' conduct, and their mean conductance is 0",
                    "write a number above 0, in siemens")
                continue
            }
            // Pulses drive at the full voltage, for a part of the time.
            let input =
                kind.dac.pulses == nil
                ? record.meanSquareInput / kind.meanSquareInput : record.meanInput! / CrossbarKind.evenInput
            copy.stages[stage].readActivity = input * (record.meanConductance / kind.device.meanConductance)
        }
        try problems.throwIfAny()
        return copy
    }
}

extension CrossbarKind {
    fileprivate var convertersFollowData: Bool {
        [dac.component, adc.component].contains { $0.action(.convert).map { $0.dataEnergy.si > 0 } ?? false }
    }
}

extension ActivityFile {
    fileprivate func line(of layer: String) -> Int { layers.firstIndex { $0.layer == layer }.map(line) ?? 0 }

    fileprivate func line(_ index: Int) -> Int { index < lines.count ? lines[index] : 0 }
}
