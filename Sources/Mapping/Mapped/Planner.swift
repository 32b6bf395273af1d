import Diagnostics
import Hardware
import Markup
import Networks
import Registration

/// Places networks on an architecture as a mapping file says.
///
/// ```swift
/// let planner = try Planner(architecture, specification, mappers: mappers)
/// let mapped = try planner.place(network)
/// ```
public struct Planner: Sendable {
    /// What networks are placed on.
    public let architecture: Architecture
    /// The settings of layers, and the dataflow.
    public let specification: MappingSpecification
    /// The mappers that the specification may name.
    public let mappers: Mappers
    private let settings: SettingsOfLayers
    /// Of each kind of the architecture.
    private let shapes: [CrossbarShape]
    /// Of each kind, crossbars that share sets of DACs.
    private let dacSharings: [ConverterSharing]
    /// The kinds that the hierarchy holds.
    private let placedKinds: [Int]

    /// Nothing is checked before ``place(_:)``: crossbars and mappers that do not exist are errors there.
    public init(_ architecture: Architecture, _ specification: MappingSpecification, mappers: Mappers) {
        self.architecture = architecture
        shapes = architecture.crossbars.map(CrossbarShape.init)
        let floorplan = architecture.floorplan()
        placedKinds = architecture.crossbars.indices.filter { floorplan.places[$0] != nil }
        dacSharings = architecture.crossbars.indices.map {
            architecture.crossbars[$0].dacSharing(in: floorplan.places[$0]?.perInstance ?? 1)
        }
        self.specification = specification
        settings = SettingsOfLayers(specification)
        self.mappers = mappers
    }

    /// Every stage at the place that the mapping file gives it.
    ///
    /// - Throws: everything that is wrong, layer by layer: a mapper or a crossbar that does not exist, a matrix that
    ///   the mapper cannot place, more cell bits than the device has, a rule that fits no layer; and a network without
    ///   weights.
    public func place(_ network: Network) throws(InvalidInput) -> MappedNetwork {
        var problems = Problems()
        let graph: StageGraph
        do { graph = try StageGraph(network) } catch {
            throw InvalidInput([
                Diagnostic(
                    at: SourceLocation(file: network.name, line: 0, column: 0), error.problem, hint: error.remedy)
            ])
        }
        problems.append(specification.idleRules(for: network))
        var stages: [MappedStage] = []
        /// By the layer that has the weights, the first stage that uses them.
        var firstUses: [Int: Int] = [:]
        for (index, stage) in graph.stages.enumerated() {
            let layer = network.layers[stage.anchor]
            var settings = settings.settings(for: layer)
            if let owner = network.sharing[stage.anchor] {
                if let first = firstUses[owner] {
                    let firstLayer = network.layers[graph.stages[first].anchor]
                    guard first < stages.count,
                        same(settings, self.settings.settings(for: firstLayer), layer, firstLayer, &problems),
                        let matrix = layer.matrix
                    else { continue }
                    var shared = stages[first]
                    shared.matrix = matrix
                    shared.sharesWith = first
                    stages.append(shared)
                    continue
                }
                firstUses[owner] = index
                // As many copies as some use of the weights has positions for.
                let positions = graph.stages.compactMap {
                    network.sharing[$0.anchor] == owner ? network.layers[$0.anchor].matrix?.positions : nil
                }
                settings.duplication = min(settings.duplication, positions.max() ?? 1)
                guard var mapped = place(layer, settings, &problems) else { continue }
                mapped.copies = settings.duplication
                stages.append(mapped)
                continue
            }
            if let mapped = place(layer, settings, &problems) { stages.append(mapped) }
        }
        try problems.throwIfAny()
        return MappedNetwork(
            network: network, graph: graph, dataflow: specification.dataflow, stages: stages, name: specification.name)
    }

    /// Whether two layers that share their weights are to be mapped alike; tells where not.
    private func same(
        _ settings: LayerSettings, _ first: LayerSettings, _ layer: Layer, _ firstLayer: Layer,
        _ problems: inout Problems
    ) -> Bool {
        var (one, other) = (settings, first)
        (one.locations, other.locations) = (LayerSettings.Locations(), LayerSettings.Locations())
        if one == other { return true }
        problems.error(
            at: place(settings.locations.crossbar ?? settings.locations.mapper),
            "layers '\(firstLayer.name)' and '\(layer.name)' share their weights, which are stored once, and are to be mapped differently",
            hint: "give both the same bits, cells and placement")
        return false
    }

    /// One layer at the place that its settings give it.
    ///
    /// - Throws: as ``place(_:)`` for a whole network.
    /// - Precondition: the layer has a matrix.
    public func place(_ layer: Layer, _ settings: LayerSettings) throws(InvalidInput) -> MappedStage {
        var problems = Problems()
        let stage = place(layer, settings, &problems)
        try problems.throwIfAny()
        guard let stage else { preconditionFailure("layer '\(layer.name)' has a matrix") }
        return stage
    }

    private func place(_ layer: Layer, _ settings: LayerSettings, _ problems: inout Problems) -> MappedStage? {
        guard let matrix = layer.matrix else { return nil }
        let mapper: MapperPlugin
        do { mapper = try mappers[settings.mapper] } catch {
            problems.error(at: place(settings.locations.mapper), error.message, hint: error.hint)
            return nil
        }
        guard let candidates = candidates(for: layer, settings, &problems) else { return nil }
        var best: MappedStage?
        var reason: MapperError?
        for kind in candidates {
            switch stage(matrix, settings, mapper, kind: kind) {
            case .success(let stage): if best.map({ isBetter(stage, $0) }) ?? true { best = stage }
            case .failure(let error): reason = error
            }
        }
        if best == nil, let reason {
            let location = settings.locations.crossbar ?? settings.locations.cellBits ?? settings.locations.mapper
            problems.error(at: place(location), "layer '\(layer.name)': \(reason.problem)", hint: reason.hint)
        }
        return best
    }

    /// The kinds to choose from: the one that is named, or all that the hierarchy holds.
    private func candidates(for layer: Layer, _ settings: LayerSettings, _ problems: inout Problems) -> [Int]? {
        guard let name = settings.crossbar else { return placedKinds }
        if let kind = architecture.crossbar(named: name), placedKinds.contains(kind) { return [kind] }
        let names = placedKinds.map { architecture.crossbars[$0].id }
        problems.error(
            at: place(settings.locations.crossbar),
            "layer '\(layer.name)' asks for crossbar '\(name)', which '\(architecture.name)' does not have",
            hint: suggestion(for: name, among: names))
        return nil
    }

    /// One layer on one kind of crossbar.
    public func stage(
        _ matrix: MatrixShape, _ settings: LayerSettings, _ mapper: MapperPlugin, kind index: Int
    ) -> Result<MappedStage, MapperError> {
        let shape = shapes[index]
        let cellBits = settings.cellBits ?? shape.cellBits
        guard cellBits <= shape.cellBits else {
            return .failure(
                MapperError(
                    "\(cellBits) bits in a cell of device '\(architecture.crossbars[index].device.id)', which holds \(shape.cellBits)",
                    hint: "use at most \(shape.cellBits)"))
        }
        // Looked at only where something is asked for that not every crossbar can do.
        if settings.encoding.needsCertainCells || settings.precision.conversions != nil
            || settings.precision.phases > 1,
            let error = contradiction(settings, cellBits: cellBits, kind: architecture.crossbars[index])
        {
            return .failure(error)
        }
        let columns =
            settings.encoding.columns(weightBits: settings.precision.weights, cellBits: cellBits) + shape.carryColumns
        let held = shape.holding(settings.encoding, columnsPerWeight: columns)
        guard held.columns > 0, held.rows > 0, held.activeRows > 0 else {
            return .failure(
                MapperError(
                    "a weight takes \(columns) columns of a row, and \(settings.encoding.rowsPerWeight) rows, of crossbar '\(architecture.crossbars[index].id)' with \(shape.columns) and \(shape.activeRows)",
                    hint: "use fewer bits a weight, or a larger crossbar"))
        }
        let request = PlacementRequest(
            matrix: matrix, shape: held, precision: settings.precision, encoding: settings.encoding, cellBits: cellBits)
        // More copies than positions would stand idle.
        let copies = min(settings.duplication, matrix.positions)
        return mapper.place(request).flatMap { placement in
            if columns > 1, placement.sliceOrder == .apart, held.joinsColumns {
                return .failure(
                    MapperError(
                        "crossbar '\(architecture.crossbars[index].id)' joins the columns of a weight, and mapper '\(mapper.name)' lays its slices into crossbars of their own",
                        hint: "use a mapper that lays them side by side, such as dense"))
            }
            return .success(
                MappedStage(
                    kind: index, matrix: matrix, precision: settings.precision, encoding: settings.encoding,
                    cellBits: cellBits,
                    copies: copies, placement: placement,
                    spare: settings.dacSets == .apart ? spare(beside: placement.crossbarsPerInputBlock, kind: index) : 0
                ))
        }
    }

    /// What a layer asks for and crossbars of a kind cannot do.
    private func contradiction(_ settings: LayerSettings, cellBits: Int, kind: CrossbarKind) -> MapperError? {
        let precision = settings.precision
        switch settings.encoding {
        case .differentialRows where !kind.device.isResistive:
            return MapperError(
                "encoding differential-rows on crossbar '\(kind.id)', whose cells do not conduct",
                hint: "use sign-magnitude, xnor or offset there")
        case .signMagnitude where kind.device.isResistive, .xnor where kind.device.isResistive:
            return MapperError(
                "encoding \(settings.encoding.rawValue) on crossbar '\(kind.id)', whose cells conduct and have no sign",
                hint: "use differential or differential-rows there")
        case .xnor where cellBits != 1:
            return MapperError(
                "encoding xnor in cells of \(cellBits) bits on crossbar '\(kind.id)'", hint: "use one bit of each cell")
        default: break
        }
        if let bits = precision.conversions {
            if kind.isDigital {
                return MapperError(
                    "conversions of \(bits) bits on crossbar '\(kind.id)', which computes digitally",
                    hint: "leave conversions out")
            }
            if bits > kind.adc.bits {
                return MapperError(
                    "conversions of \(bits) bits by ADC '\(kind.adc.component.id)' of crossbar '\(kind.id)', which has \(kind.adc.bits)",
                    hint: "ask for at most \(kind.adc.bits)")
            }
        }
        if precision.phases > 1, !kind.accumulation.isOverStreams {
            return MapperError(
                "\(precision.phases) phases on crossbar '\(kind.id)', which converts every stream",
                hint: "leave phases out, or let the crossbar accumulate streams")
        }
        return nil
    }

    /// Crossbars that fill up the last set of DACs that one input takes, or the last level instance where its sets
    /// differ in size.
    private func spare(beside crossbars: Int, kind: Int) -> Int {
        let shared = dacSharings[kind].isShared ? dacSharings[kind].crossbars : 1
        return (crossbars + shared - 1) / shared * shared - crossbars
    }

    /// Whether one placement wastes fewer cells; of equals the larger crossbar wins, as it has fewer converters to
    /// share.
    private func isBetter(_ a: MappedStage, _ b: MappedStage) -> Bool {
        func occupied(_ stage: MappedStage) -> Int { stage.placement.crossbars * shapes[stage.kind].cells }
        func size(_ stage: MappedStage) -> Int { shapes[stage.kind].cells }
        return (occupied(a), -size(a)) < (occupied(b), -size(b))
    }

    /// The place in the mapping file, or the mapping by name when it was not read from one.
    private func place(_ location: SourceLocation?) -> SourceLocation {
        location
            ?? SourceLocation(
                file: specification.files.first?.path ?? "mapping \(specification.name)", line: 0, column: 0)
    }
}
