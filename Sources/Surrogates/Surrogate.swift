import Circuit
import Hardware
import Quantities

/// A learnt stand-in for the solver on crossbars of curved cells, in the manner of GENIEx (arXiv 2003.06902).
///
/// ```swift
/// let surrogate = try Surrogate.trained(on: kind, of: "isaac", samples: 4000, seed: 1)
/// let crossbar = try surrogate.prepared(for: cells)
/// try crossbar.outputCurrents(voltages)
/// ```
///
/// GENIEx gives a network all voltages and conductances of an array and learns the ratio of ideal to real current. Here
/// wires are not learnt: they are in two exact effective matrices (``CurvedBase``), and a small network, the same for
/// every column, corrects how the bent law and the wires act on each other. Its answer is exact where cells are ohmic
/// and for small voltages. What is outside of what it was trained for is refused.
public struct Surrogate: Sendable, Hashable {
    public let scope: SurrogateScope
    public let origin: Origin
    /// Against the solver, on arrays and inputs that were not trained on.
    public let errors: SurrogateErrors
    let scaling: FeatureScaling
    let network: Perceptron

    /// How it was made: the same again gives the same numbers.
    public struct Origin: Sendable, Hashable {
        public var hardware: String
        public var crossbar: String
        public var samples: Int
        public var seed: UInt64
    }

    /// The surrogate of one array: O(rows·columns³) to make, as two effective matrices are.
    ///
    /// - Throws: when a cell is outside of the ``scope``, or an effective matrix cannot be computed.
    public func prepared(for cells: Grid<Dimensions.Conductance>) throws(CircuitError) -> PreparedSurrogate {
        try scope.check(rows: cells.rows, columns: cells.columns, wires: scope.wires, law: scope.law)
        try scope.check(cells)
        return PreparedSurrogate(
            scope: scope, base: try CurvedBase(cells, scope, Bend(scope)), scaling: scaling, network: network)
    }

    /// As ``prepared(for:)`` for the cells of a circuit.
    ///
    /// - Throws: also when its wires or law are not those of the ``scope``.
    public func prepared(for circuit: CrossbarCircuit) throws(CircuitError) -> PreparedSurrogate {
        try scope.check(rows: circuit.rows, columns: circuit.columns, wires: circuit.wires, law: circuit.law)
        return try prepared(for: circuit.conductances)
    }

    /// Whether it was trained for crossbars of a kind.
    public func fits(_ kind: CrossbarKind) -> Bool {
        do throws(CircuitError) {
            try scope.check(
                rows: kind.rows, columns: kind.columns, wires: kind.wires, law: CellLaw(kind.device.effects))
            return kind.read.voltage.si <= scope.highestVoltage.si * (1 + 1e-9)
        } catch { return false }
    }
}

/// A surrogate with the effective matrices of one array.
public struct PreparedSurrogate: Sendable {
    let scope: SurrogateScope
    let base: CurvedBase
    let scaling: FeatureScaling
    let network: Perceptron

    /// Output currents for one voltage per row.
    ///
    /// - Throws: when a voltage is outside of the scope.
    public func outputCurrents(_ voltages: [Voltage]) throws(CircuitError) -> [Current] {
        try scope.check(voltages)
        let answer = base(voltages.map(\.si))
        let scratch = UnsafeMutablePointer<SIMD8<Double>>.allocate(capacity: network.scratchSize)
        defer { scratch.deallocate() }
        var features = answer.features
        scaling.apply(to: &features)
        var currents: [Current] = []
        currents.reserveCapacity(scope.columns)
        features.withUnsafeBufferPointer { features in
            guard let start = features.baseAddress else { return }
            for k in answer.base.indices {
                let y = network(start + k * CurvedBase.features, scratch) * scaling.targetDeviation + scaling.targetMean
                let vector = answer.base[k] + answer.scale[k] * y
                for lane in 0..<min(8, scope.columns - k * 8) { currents.append(Current(si: vector[lane])) }
            }
        }
        return currents
    }

    /// What the effective matrix of cells that are taken as ohmic, with their current at the highest voltage, would
    /// give.
    public func linearCurrents(_ voltages: [Voltage]) throws(CircuitError) -> [Current] {
        try scope.check(voltages)
        return base.linear(voltages.map(\.si)).map(Current.init(si:))
    }
}

/// Means and deviations that features and targets are scaled by.
struct FeatureScaling: Sendable, Hashable {
    var means: [Double]
    var deviations: [Double]
    var targetMean: Double
    var targetDeviation: Double

    /// Brings features to mean 0 and deviation 1.
    func apply(to features: inout [SIMD8<Double>]) {
        for k in features.indices {
            let f = k % CurvedBase.features
            features[k] = (features[k] - means[f]) / deviations[f]
        }
    }
}
