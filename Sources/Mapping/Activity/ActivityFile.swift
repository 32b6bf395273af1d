import Diagnostics
import Hardware
import Markup
import Quantities
import Registration
import System

/// What the crossbars of each layer see of real data: a table that `naxdse simulate` writes and `naxdse evaluate` reads.
///
///     layer,mean_square_input,mean_conductance_S
///     conv1,0.3125,4.6e-06
///
/// Comma-separated, a line for each layer with weights; lines that begin with # are remarks.
public struct ActivityFile: Hashable, Sendable {
    public var layers: [LayerActivity]
    /// The file it was read from; nil when it was not.
    public var file: InputFile?
    /// Lines of the layers in the file.
    private var lines: [Int] = []

    static let header = ["layer", "mean_square_input", "mean_conductance_S"]

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
        var hasHeader = false
        for (index, line) in text.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { Field($0, in: line) }
            func place(_ field: Int) -> SourceLocation { SourceLocation(file: path, line: index + 1, column: fields[field].column) }
            guard hasHeader else {
                hasHeader = true
                if fields.map(\.text) != Self.header {
                    problems.error(at: place(0), "this is no table of activity", hint: "its first line is \(Self.header.joined(separator: ","))")
                    break
                }
                continue
            }
            guard fields.count == 3 else {
                problems.error(at: place(0), "\(fields.count) fields", hint: "a line has three: \(Self.header.joined(separator: ", "))")
                continue
            }
            let square = Double(fields[1].text), conductance = Double(fields[2].text)
            if square.map({ !(0...1).contains($0) }) ?? true {
                problems.error(at: place(1), "'\(fields[1].text)' is no mean square of an input", hint: "write a number from 0 to 1, the square of the read voltage being 1")
            }
            if conductance.map({ !($0 > 0 && $0.isFinite) }) ?? true {
                problems.error(at: place(2), "'\(fields[2].text)' is no mean conductance", hint: "write a number above 0, in siemens")
            }
            if !seen.insert(fields[0].text).inserted {
                problems.error(at: place(0), "layer '\(fields[0].text)' is here twice", hint: "leave one of the two out")
            }
            if let square, let conductance {
                layers.append(LayerActivity(layer: fields[0].text, meanSquareInput: square, meanConductance: Conductance(si: conductance)))
                lines.append(index + 1)
            }
        }
        if !hasHeader {
            problems.error(at: SourceLocation(file: path), "the file is empty", hint: "its first line is \(Self.header.joined(separator: ","))")
        }
        try problems.throwIfAny()
        self.layers = layers
    }

    /// The table as it is written; numbers read back are the same.
    public var text: String {
        ([Self.header.joined(separator: ",")] + layers.map { "\($0.layer),\($0.meanSquareInput),\($0.meanConductance.si)" })
            .joined(separator: "\n") + "\n"
    }

    private struct Field {
        let text: String
        private let start: String.Index
        private let line: String

        init(_ part: Substring, in line: String) {
            text = part.trimmed
            start = part.startIndex
            self.line = line
        }

        /// From 1, in Unicode scalars; counted where it is told, as a line may have many fields.
        var column: Int { line[..<start].unicodeScalars.count + 1 }
    }
}

/// What the crossbars of one layer see on average.
public struct LayerActivity: Hashable, Sendable {
    public var layer: String
    /// Mean square of the driven voltage relative to the read voltage, over rows, streams and positions.
    public var meanSquareInput: Double
    /// Over the cells that are read.
    public var meanConductance: Conductance

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
    /// The same placement with the energy of array reads as the data makes it: V²·G·t with the mean square of the inputs
    /// and the mean conductance of each layer in place of those of evenly used codes and levels.
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
                "network '\(network.name)' has no layer '\(record.layer)' with weights", hint: suggestion(for: record.layer, among: names))
        }
        for (stage, name) in names.enumerated() {
            guard let record = activity.layers.first(where: { $0.layer == name }) else {
                problems.error(at: SourceLocation(file: path), "there is no line for layer '\(name)'", hint: "make the file with this network: naxdse simulate … --activity-out FILE")
                continue
            }
            let kind = architecture.crossbars[stages[stage].kind]
            copy.stages[stage].readActivity =
                record.meanSquareInput / kind.meanSquareInput * (record.meanConductance / kind.device.meanConductance)
        }
        try problems.throwIfAny()
        return copy
    }
}

extension ActivityFile {
    fileprivate func line(_ index: Int) -> Int { index < lines.count ? lines[index] : 0 }
}
