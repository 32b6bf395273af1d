@testable import Simulation

/// The products of a layer cell by cell and column by column, as the definitions say. Slow; right by inspection; for
/// any precision.
struct PlainProduct: Sendable {
    let layer: SlicedLayer
    let conversion: ColumnConversion
    let register: SumRegister?
    private let surplus: [[Int]]

    init(_ layer: SlicedLayer, _ conversion: ColumnConversion, _ register: SumRegister?) {
        self.layer = layer
        self.conversion = conversion
        self.register = register
        surplus = layer.layout.rowBlocks.indices.map(layer.storedSurplus)
    }

    /// Sums of all positions, positions × outputs.
    func callAsFunction(_ codes: [Int32], _ plan: PatchPlan) -> [Double] {
        let padded = plan.padded(codes, zero: 0)
        let outputs = layer.matrix.groups * layer.matrix.columns
        var result = [Double](repeating: 0, count: plan.bases.count * outputs)
        for (position, base) in plan.bases.enumerated() {
            for (number, block) in layer.layout.rowBlocks.enumerated() {
                let inputs = block.rows.map { padded[Int(base + plan.offsets[$0])] }
                let sums = sums(number, inputs)
                for (k, output) in layer.outputs[number].enumerated() {
                    var sum = sums[output - layer.outputs[number][0]] - surplus[number][k]
                    for (row, input) in zip(block.rows, inputs)
                    where row / layer.matrix.rows == output / layer.matrix.columns {
                        sum -= layer.inputFactors[number][k] * Int(input)
                    }
                    result[position * outputs + output] += Double(register?.held(sum) ?? sum)
                }
            }
        }
        return result
    }

    /// Shifted and added codes of a row block, for its outputs from the first on.
    private func sums(_ number: Int, _ inputs: [Int32]) -> [Int] {
        let block = layer.layout.rowBlocks[number]
        let first = block.crossbars.flatMap { $0.columns.map(\.output) }.min() ?? 0
        let last = block.crossbars.flatMap { $0.columns.map(\.output) }.max() ?? 0
        var sums = [Int](repeating: 0, count: last - first + 1)
        for pass in layer.passes(block) {
            for (stream, weight) in layer.streams.weights.enumerated() {
                let values = inputs.map {
                    Int(layer.streams.pattern($0) >> UInt32(stream * layer.streams.width)) & layer.streams.highest
                }
                for crossbar in block.crossbars {
                    for column in crossbar.columns {
                        let current = pass.reduce(0) {
                            $0 + values[$1]
                                * layer.level(row: block.rows[$1], output: column.output, slice: column.slice)
                        }
                        let code = conversion.code(of: current) << conversion.shift
                        sums[column.output - first] +=
                            code * weight * layer.factor(block: number, output: column.output, slice: column.slice)
                    }
                }
            }
        }
        return sums
    }
}
