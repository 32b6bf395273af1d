/// The cost of every choice at every layer, computed once a space; after that a
/// design point costs a few additions a layer.
///
/// With option o chosen at each layer,
///
///     energy = Σ_l e_l(o) + leakage(n)·delay          J
///     delay  = the longest path of d_l(o), or max_l d_l(o) when pipelined, or as the parts that layers share have it    s
///     area   = area(n)                                 m²
///     n_k    = Σ_l n_{l,k}(o)                          crossbars of kind k
///
/// with the step functions of ``ChipSize``. Options are numbered layer by layer
/// from 0; `choices[l]` is the option at layer l.
///
/// Where layers share parts of the chip (branches, pipelines), no sum or path of the layers' own delays says when they
/// end: then a ``SharedTiming`` does, and the longest path, or the slowest layer, is a lower bound of it.
public struct LayerTable: Sendable {
    /// How layers' delays make the network's.
    public enum Timing: Hashable, Sendable {
        /// One layer after another where there is an edge: `predecessors[l]`
        /// are layers before l in the list.
        case criticalPath(predecessors: [[Int]])
        /// Pipelined: the slowest layer sets the interval.
        case interval
    }

    /// Something of which each choice takes a whole number, and of which a design may have a limited one.
    public enum Resource: Hashable, Sendable {
        /// Crossbars of a kind: groups of the chip (``ChipSize``) hold so many.
        case crossbars(kind: String)
        /// Steps of what choices add to the network's loss: `least + step·Σ counts`, in nats. They take no room on a
        /// chip.
        case loss(step: Double, least: Double)
    }

    /// Which resource is the loss, and what its counts mean.
    public struct LossScale: Hashable, Sendable {
        /// Its index among ``LayerTable/resources``.
        public var resource: Int
        /// Nats that one count stands for.
        public var step: Double
        /// Nats where all counts are 0.
        public var least: Double
    }

    /// One layer's part of the table.
    public struct Layer: Hashable, Sendable {
        /// As the network has it.
        public var name: String
        /// The row of its option 0.
        public var firstRow: Int
        /// Its rows are `firstRow ..< firstRow + options`.
        public var options: Int
    }

    /// One option of one layer.
    public struct Row: Hashable, Sendable {
        /// Dynamic energy, J.
        public var energy: Double
        /// s.
        public var delay: Double
        /// Of each resource.
        public var counts: [Int]

        /// - Parameter counts: one for each resource of the table, none negative.
        public init(energy: Double, delay: Double, counts: [Int]) {
            self.energy = energy
            self.delay = delay
            self.counts = counts
        }
    }

    /// In the order of `choices`, every predecessor before its successors.
    public let layers: [Layer]
    /// In the order of the counts.
    public let resources: [Resource]
    /// `[row]`, J.
    public let energy: [Double]
    /// `[row]`, s.
    public let delay: [Double]
    /// `[row × resources]`.
    public let counts: [Int32]
    /// With edges that another path makes superfluous left out: delays are
    /// not negative, so a path through a layer is never shorter than the edge past it.
    public let timing: Timing
    /// Area and leakage by the numbers of crossbars, and how many there may be.
    public let chip: ChipSize
    /// Whether delays just add up.
    public let isChain: Bool
    /// nil where nothing says what choices add to the loss.
    public let loss: LossScale?
    /// When layers end that share parts of the chip; nil where ``timing`` says all.
    let shared: (any SharedTiming)?
    /// What designs cost where their maps may not all lie beside the crossbars that read them; nil where they always
    /// do. What the rows say is then the least that a design can cost.
    let crowding: Crowding?

    /// The cost of a design with what it takes to hold its maps elsewhere; of the excess, only what finds no place at
    /// all.
    public typealias Crowding = @Sendable ([Int32]) -> DesignCost
    let lookup: TableLookup

    /// - Parameter shared: where layers share parts.
    /// - Precondition: every layer has an option, rows have one count a resource, no
    ///   number is negative, and predecessors come before their layer.
    public init(
        resources: [Resource], layers: [(name: String, rows: [Row])], timing: Timing, chip: ChipSize,
        shared: (any SharedTiming)? = nil,
        crowding: Crowding? = nil
    ) {
        self.crowding = crowding
        precondition(chip.limits.count == resources.count, "the chip knows one limit a resource")
        var firstRow = 0
        self.layers = layers.map { layer in
            precondition(!layer.rows.isEmpty, "layer \(layer.name) has no option")
            defer { firstRow += layer.rows.count }
            return Layer(name: layer.name, firstRow: firstRow, options: layer.rows.count)
        }
        let rows = layers.flatMap(\.rows)
        precondition(
            rows.allSatisfy { $0.counts.count == resources.count && $0.energy >= 0 && $0.delay >= 0 },
            "a row is complete and not negative")
        self.resources = resources
        loss =
            resources.indices.lazy.compactMap { index in
                if case .loss(let step, let least) = resources[index] {
                    LossScale(resource: index, step: step, least: least)
                } else {
                    nil
                }
            }.first
        self.chip = chip
        energy = rows.map(\.energy)
        delay = rows.map(\.delay)
        counts = rows.flatMap { $0.counts.map(Int32.init) }
        switch timing {
        case .interval:
            self.timing = .interval
            isChain = false
        case .criticalPath(let predecessors):
            precondition(predecessors.count == layers.count, "every layer has a list of predecessors")
            let reduced = transitiveReduction(predecessors)
            self.timing = .criticalPath(predecessors: reduced)
            isChain = reduced.indices.allSatisfy { reduced[$0] == ($0 == 0 ? [] : [$0 - 1]) }
        }
        lookup = TableLookup(chip, self.timing)
        self.shared = shared
    }

    /// Whether maps of some design may not all lie beside the crossbars that read them.
    public var mayCrowd: Bool { crowding != nil }

    /// Whether what layers share, parts or buffers, makes a design's cost more than its rows say.
    public var hasSharing: Bool { shared != nil || crowding != nil }

    /// The same layers as if they shared no parts and no buffers: no design costs more there than here.
    public var withoutSharing: LayerTable {
        guard hasSharing else { return self }
        return LayerTable(resources: resources, layers: allRows, timing: timing, chip: chip)
    }

    /// The same layers as if their maps always lay beside the crossbars that read them.
    public var withoutCrowding: LayerTable {
        LayerTable(resources: resources, layers: allRows, timing: timing, chip: chip, shared: shared)
    }

    /// The same with other limits on the crossbars of each kind.
    public func limited(to limits: [Int?]) -> LayerTable {
        var chip = chip
        chip.limits = limits
        return LayerTable(
            resources: resources, layers: allRows, timing: timing, chip: chip, shared: shared, crowding: crowding)
    }

    private var allRows: [(name: String, rows: [Row])] {
        layers.indices.map { layer in (layers[layer].name, (0..<layers[layer].options).map { row($0, of: layer) }) }
    }

    /// The row of an option.
    public func row(_ option: Int, of layer: Int) -> Row {
        let row = layers[layer].firstRow + option
        return Row(
            energy: energy[row], delay: delay[row],
            counts: counts[row * resources.count..<(row + 1) * resources.count].map { Int($0) })
    }

    /// The delay to be expected where layers share parts and options are not certain, with its slopes; nil where
    /// ``timing`` says all. See ``SharedTiming/expectedDelay(_:)``.
    ///
    /// - Parameter probabilities: of each option of each layer.
    public func expectedDelay(_ probabilities: [[Double]]) -> (delay: Double, slopes: [[Double]])? {
        shared?.expectedDelay(probabilities)
    }

    /// The number of points, exactly.
    public var size: Natural { layers.reduce(Natural(1)) { $0 * Natural($1.options) } }
}

/// The fewest edges with the same paths.
///
/// An edge past which another path leads is left out. Such a path visits only layers between the edge's ends, so that
/// no more is looked at: O(layers × the layers that an edge leads past), which in networks of blocks are few.
func transitiveReduction(_ predecessors: [[Int]]) -> [[Int]] {
    var reduced: [[Int]] = []
    for (layer, direct) in predecessors.enumerated() {
        precondition(direct.allSatisfy { $0 >= 0 && $0 < layer }, "predecessors come before their layer")
        let direct = Set(direct).sorted()
        var implied: Set<Int> = []
        var open = direct.count > 1 ? direct : []
        while let next = open.popLast() {
            for before in reduced[next] where before >= direct[0] && implied.insert(before).inserted {
                open.append(before)
            }
        }
        reduced.append(direct.filter { !implied.contains($0) })
    }
    return reduced
}
