import Diagnostics

/// Reads a network from the table of layers that DNN+NeuroSim works with, `NetWork.csv`.
///
/// ```swift
/// let network = try NetWorkCSVReader("NetWork_VGG8.csv").read()
/// ```
///
/// A row is a convolution, or with an input of 1 × 1 a linear layer: length, width and channels of its input, length,
/// width and channels of its kernel, 1 where a 2 × 2 maximum follows, and the stride (1 where the column is not there).
///
/// The table has no edges and no paddings. A row reads the last layer before it that gives its input's extents,
/// flattened where it is linear; its padding is the one, same or none, that gives what a later row reads. A ReLU
/// follows each row but the last. Sums of residual branches are not in the table, and so not in the network.
public struct NetWorkCSVReader: Sendable {
    /// Of the table.
    public let path: String

    /// Nothing is read before ``read()``.
    public init(_ path: String) { self.path = path }

    private struct Row {
        let line: Int
        let input: Shape
        let kernel: Extent
        let channels: Int
        let pools: Bool
        let stride: Int
    }

    /// - Throws: every row that is no layer, and the first that fits no layer before it.
    public func read() throws(InvalidInput) -> Network {
        let text = String(decoding: try BinaryFile(path).data, as: UTF8.self)
        var problems: [Diagnostic] = []
        var rows: [Row] = []
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { field in
                field.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.split(whereSeparator: \.isWhitespace).joined(
                    separator: " ")
            }
            if fields.allSatisfy(\.isEmpty) { continue }
            if let row = Self.row(fields, line: number + 1) {
                rows.append(row)
            } else {
                problems.append(
                    Diagnostic(
                        at: SourceLocation(file: path, line: number + 1, column: 1), "this row is no layer",
                        hint:
                            "whole numbers are wanted: length, width and channels of the input, length, width and channels of the kernel, "
                            + "1 or 0 for a pooling after it, and the stride"))
            }
        }
        if problems.isEmpty, rows.isEmpty {
            problems.append(
                Diagnostic(at: SourceLocation(file: path), "there are no rows", hint: "give a row for each layer"))
        }
        guard problems.isEmpty else { throw InvalidInput(problems) }
        do {
            return try network(rows)
        } catch {
            let line = rows.first { error.layer == "layer\($0.line)" }?.line ?? 1
            throw InvalidInput([
                Diagnostic(at: SourceLocation(file: path, line: line, column: 1), error.problem, hint: error.remedy)
            ])
        }
    }

    private static func row(_ fields: [String], line: Int) -> Row? {
        let numbers = fields.compactMap { Int($0) }
        guard numbers.count == fields.count, numbers.count == 7 || numbers.count == 8,
            numbers[6] == 0 || numbers[6] == 1,
            numbers.prefix(6).allSatisfy({ (1...Limits.elements).contains($0) })
        else { return nil }
        let stride = numbers.count == 8 ? numbers[7] : 1
        guard (1...Limits.window).contains(stride) else { return nil }
        return Row(
            line: line, input: .map(channels: numbers[2], height: numbers[0], width: numbers[1]),
            kernel: Extent(height: numbers[3], width: numbers[4]), channels: numbers[5], pools: numbers[6] == 1,
            stride: stride)
    }

    private func network(_ rows: [Row]) throws(NetworkError) -> Network {
        let file = path.split(separator: "/").last ?? Substring(path)
        let name = file.split(separator: ".").first.map(String.init) ?? "network"
        var build = try NetworkBuilder(
            name, input: Self.isLinear(rows[0]) ? .vector(rows[0].input.channels) : rows[0].input)
        /// What a later row may read, the last one last.
        var ends = [build.input]
        for (index, row) in rows.enumerated() {
            let layer = "layer\(row.line)"
            guard let source = ends.last(where: { Self.fits(build.shape(of: $0), row) }) else {
                throw NetworkError(
                    layer: layer, problem: "its input of \(row.input) is no output of a row before it",
                    remedy: "the last one gives \(build.shape(of: ends[ends.count - 1]))")
            }
            var end: Int
            if Self.isLinear(row) {
                var vector = source
                if build.shape(of: source).rank != 1 {
                    vector = try build.append(layer + ".flatten", .flatten, [source])
                }
                end = try build.linear(layer, vector, features: row.channels, bias: false)
            } else {
                end = try build.convolution(
                    layer, source, channels: row.channels, kernel: row.kernel, stride: Extent(square: row.stride),
                    padding: padding(of: row, before: rows.dropFirst(index + 1)))
            }
            if index < rows.count - 1 { end = try build.activation(layer + ".relu", end, .relu) }
            if row.pools {
                end = try build.append(layer + ".pool", .pool(Pooling(.maximum, window: 2, stride: 2)), [end])
            }
            ends.append(end)
        }
        return try build.network()
    }

    private static func isLinear(_ row: Row) -> Bool {
        row.input.height == 1 && row.input.width == 1 && row.kernel == 1
    }

    private static func fits(_ shape: Shape, _ row: Row) -> Bool {
        isLinear(row) ? shape.elementCount == row.input.channels : shape == row.input
    }

    /// Same padding, unless only none gives what a later row reads.
    private func padding(of row: Row, before rest: ArraySlice<Row>) -> Padding {
        let same = Padding.same(kernel: row.kernel)
        func output(_ padding: Padding) -> Shape {
            let height = (row.input.height + padding.vertical - row.kernel.height) / row.stride + 1
            let width = (row.input.width + padding.horizontal - row.kernel.width) / row.stride + 1
            return row.pools
                ? .map(channels: row.channels, height: height / 2, width: width / 2)
                : .map(channels: row.channels, height: height, width: width)
        }
        if rest.contains(where: { Self.fits(output(same), $0) }) { return same }
        return row.kernel.height <= row.input.height && row.kernel.width <= row.input.width
            && rest.contains(where: { Self.fits(output(0), $0) })
            ? 0 : same
    }
}
