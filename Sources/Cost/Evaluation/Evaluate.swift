import Diagnostics
import Hardware
import Mapping
import Networks
import Quantities

extension CostModel {
    /// The totals with their breakdowns, and what the user should know about them.
    ///
    /// - Parameter fullChip: count area and leakage of the largest chip that the file allows, used or not.
    /// - Throws: every layer whose arithmetic no unit can do, what no buffer has room for, and every crossbar kind of
    ///   which the chip has too few, by how much.
    public func evaluate(_ mapped: MappedNetwork, fullChip: Bool = false) throws(InvalidInput) -> Evaluation {
        try checkCapacity(mapped)
        let layers = mapped.network.layers
        let residence: Residence
        do { residence = try self.residence(of: mapped, withPeaks: true) } catch {
            throw InvalidInput([refusal(error, layers)])
        }
        let ledger = DetailedLedger(layers: layers.count, items: items.count)
        var loads = StageLoads(), delays: [Time] = []
        var reports: [LayerReport] = []
        var own: [(item: Int, stage: Int, time: Double)] = []
        var problems = Problems()
        let offsets = mapped.offsets(kinds: architecture.crossbars.count)
        for (index, placed) in mapped.stages.enumerated() {
            let stage = mapped.graph.stages[index]
            var book = ledger
            do {
                let tasks = try inputTasks(of: index, in: mapped, &book)
                var works = [Double](repeating: 0, count: path(placed).servers.count * ServerWork.count)
                let run = try run(stage, placed, moves: residence.moves(of: index), &book, &works)
                loads.append(placed.kind, placed.ownCrossbars, run.times, works: works, tasks: tasks)
                delays.append(Time(si: run.times.whole))
                for part in run.own {
                    // What shares its weights keeps the crossbars of another stage busy.
                    let owner = placed.sharesWith ?? index
                    if owner != index, let known = own.firstIndex(where: { $0.item == part.item && $0.stage == owner })
                    {
                        own[known].time += part.time
                    } else {
                        own.append((part.item, owner, part.time))
                    }
                }
                let members = [stage.anchor] + stage.followers.map(\.layer)
                var report = report(
                    stage, placed, Time(si: run.times.whole), members.map { ledger.total(of: $0) }.sum(),
                    bottleneck: run.bottleneck,
                    offset: offsets[index], layers)
                report.held = Information(si: residence.held.isEmpty ? 0 : residence.held[index])
                report.elsewhere = Information(si: residence.moves(of: index)?.levels.first?.written ?? 0)
                report.offChip = Information(si: residence.moves(of: index)?.written ?? 0)
                reports.append(report)
            } catch {
                problems.append([refusal(error, layers)])
            }
        }
        try problems.throwIfAny()
        let instances =
            fullChip
            ? floorplan.fullChip()
            : floorplan.instances(
                crossbars: mapped.crossbars(kinds: architecture.crossbars.count), atLeast: residence.least)
        let schedule = Schedule(self, mapped.graph, mapped.dataflow)
        let merged = loads.merged(mapped.stages.map(\.sharesWith), schedule)
        let timing = (mapped.dataflow == .pipelined ? merged : loads).withLoads { schedule.timing($0) }
        let busy = merged.withLoads { schedule.busyTimes($0) }
        let awake = awakeEnergies(of: mapped, delays, interval: Time(si: timing.delay), instances)
        var figures = figures(
            of: mapped, dynamicEnergy: ledger.totalsOfItems().sum(), timing, instances, awake: awake.joined().sum(),
            usesOffChip: residence.offChip > 0)
        figures.peak = peak(of: mapped, instances)
        let books = Books(
            model: self, mapped: mapped, ledger: ledger, instances: instances, delay: figures.delay, delays: delays,
            awake: awake,
            usesOffChip: residence.offChip > 0)
        return Evaluation(
            hardware: architecture.name, network: mapped.network.name, mapping: mapped.name, dataflow: mapped.dataflow,
            precisions: precisions(of: mapped), figures: figures,
            breakdown: Breakdown(byComponent: books.byComponent(), byLayer: books.byLayer(), byLevel: books.byLevel()),
            layers: reports,
            levels: floorplan.levels.indices.map {
                LevelReport(
                    name: floorplan.levels[$0].name, instances: instances[$0],
                    area: floorplan.levels[$0].area(instances: instances[$0]))
            },
            parts: partReports(busy, own: own, of: mapped, instances: instances),
            buffers: bufferReports(residence, of: mapped),
            warnings: residenceWarnings(residence, of: mapped) + leakageWarnings + readEnergyWarnings(mapped)
                + resolutionWarnings(mapped) + transportWarnings + nodeWarnings)
    }

    /// What is unknown of leakage, and what is assumed: each assumption once.
    private var leakageWarnings: [EvaluationWarning] {
        let parts = architecture.partsOfUnstatedLeakage(withIO: floorplan.withIO)
        let unknown = parts.filter { $0.leakageBasis == .unknown }.map(\.id)
        var assumptions: [LeakageBasis] = []
        for part in parts where part.leakageBasis != .unknown && !assumptions.contains(part.leakageBasis) {
            assumptions.append(part.leakageBasis)
        }
        return (unknown.isEmpty ? [] : [.unknownLeakage(parts: unknown)])
            + assumptions.compactMap { basis in
                guard case .assumed(let share, let reason) = basis else { return nil }
                return .assumedLeakage(parts: parts.count { $0.leakageBasis == basis }, share: share, reason: reason)
            }
    }

    /// Crossbars in use whose stated energy of a read is more than three times off that of their device, by device.
    private func readEnergyWarnings(_ mapped: MappedNetwork) -> [EvaluationWarning] {
        let used = Set(mapped.stages.map(\.kind))
        var warnings: [EvaluationWarning] = []
        var seen: Set<String> = []
        for (index, kind) in architecture.crossbars.enumerated() where used.contains(index) {
            guard let ratio = kind.readEnergyRatio, !(1.0 / 3...3).contains(ratio), seen.insert(kind.device.id).inserted
            else { continue }
            let same = architecture.crossbars.enumerated().filter { other, crossbar in
                used.contains(other) && crossbar.device.id == kind.device.id
                    && (crossbar.readEnergyRatio.map { !(1.0 / 3...3).contains($0) } ?? false)
            }
            warnings.append(
                .readEnergy(crossbars: same.map { "'\($0.element.id)'" }, device: kind.device.id, ratio: ratio))
        }
        return warnings
    }

    private func precisions(of mapped: MappedNetwork) -> [Precision] {
        var precisions: [Precision] = []
        for stage in mapped.stages {
            let precision = Precision(weights: stage.precision.weights, inputs: stage.precision.inputs)
            if !precisions.contains(precision) { precisions.append(precision) }
        }
        return precisions
    }

    private func checkCapacity(_ mapped: MappedNetwork) throws(InvalidInput) {
        let overflows = floorplan.overflows(crossbars: mapped.crossbars(kinds: architecture.crossbars.count))
        guard !overflows.isEmpty else { return }
        throw InvalidInput(
            overflows.map { overflow in
                let kind = architecture.crossbars[overflow.kind]
                let most = mapped.stages.indices.filter { mapped.stages[$0].kind == overflow.kind }
                    .max { mapped.stages[$0].crossbars < mapped.stages[$1].crossbars }!
                let layer = mapped.network.layers[mapped.graph.stages[most].anchor].name
                return Diagnostic(
                    at: kind.location,
                    "'\(mapped.network.name)' needs \(overflow.needed) crossbars '\(kind.id)' and '\(architecture.name)' has \(overflow.available): "
                        + "\(overflow.needed - overflow.available) too many, \(mapped.stages[most].crossbars) of them for layer '\(layer)'",
                    hint: "raise the level's count or at-most, lower the duplication, or use fewer bits a weight")
            })
    }

    /// Why a stage cannot be run, as it is told.
    func refusal(_ error: CostError, _ layers: [Layer]) -> Diagnostic {
        let (problem, remedy) = error.explanation(hardware: architecture.name, layers)
        return Diagnostic(at: architecture.root.location, problem, hint: remedy)
    }

    private func report(
        _ stage: Stage, _ placed: MappedStage, _ delay: Time, _ dynamicEnergy: Energy, bottleneck: Int, offset: Int,
        _ layers: [Layer]
    ) -> LayerReport {
        let kind = architecture.crossbars[placed.kind]
        // The first of the fullest instances: the second where the first was begun by other stages.
        let place = path(placed).servers.first { $0.item == bottleneck }.map { server in
            let run = InstanceRun(from: offset, placed.crossbars, capacity: server.capacity)
            let first = server.capacity == .max ? 0 : offset / server.capacity
            let isFuller = run.count > 1 && (run.count > 2 || run.inLast > run.inFirst) && run.inFirst < server.capacity
            return placeName(
                of: bottleneck, instance: isFuller ? first + 1 : first, of: server.capacity == .max ? 1 : 2)
        }
        return LayerReport(
            name: layers[stage.anchor].name, crossbar: kind.id, crossbars: placed.ownCrossbars, copies: placed.copies,
            multiplyAccumulates: placed.matrix.multiplyAccumulates, dynamicEnergy: dynamicEnergy, delay: delay,
            bottleneck: item(bottleneck).name, bottleneckPlace: place ?? "crossbars",
            utilisation: Double(placed.placement.weightCells)
                / Double(placed.placement.crossbars * kind.rows * kind.columns))
    }

    private var transportWarnings: [EvaluationWarning] {
        let carriers: Set<Role> = [.buffer, .receiveBuffer, .inputRegister, .outputRegister, .bus, .router]
        let hasAny = floorplan.levels.contains { $0.parts.contains { carriers.contains($0.role) } }
        return hasAny ? [] : [.freeTransport(hardware: architecture.name)]
    }

    /// One warning for each node that parts on the chip are of and the chip is not.
    private var nodeWarnings: [EvaluationWarning] {
        var parts: [Double: [String]] = [:]
        func look(at component: Component) {
            guard let node = component.technology, abs(node / architecture.technology - 1) > 1e-9 else { return }
            if !parts[node.si, default: []].contains(component.id) { parts[node.si, default: []].append(component.id) }
        }
        for level in floorplan.levels {
            for part in level.parts { look(at: part.component) }
            for group in level.crossbars {
                let kind = architecture.crossbars[group.kind]
                [kind.dac.component, kind.adc.component, kind.sampleAndHold, kind.shiftAndAdd?.component].compactMap {
                    $0
                }.forEach(look)
            }
        }
        return parts.keys.sorted(by: >).map {
            .node(
                hardware: architecture.name, technology: architecture.technology, parts: parts[$0]!, of: Length(si: $0))
        }
    }

    /// One warning for each kind of crossbar.
    private func resolutionWarnings(_ mapped: MappedNetwork) -> [EvaluationWarning] {
        var needsOfKind: [Int: Int] = [:], hasOfKind: [Int: Int] = [:]
        var layersOfKind: [Int: [String]] = [:]
        for (stage, placed) in zip(mapped.graph.stages, mapped.stages) {
            let kind = architecture.crossbars[placed.kind]
            // Digital sums lose nothing; of a conversion there are as many bits as are asked for.
            let needs = placed.losslessBits(on: CrossbarShape(kind)),
                has = placed.precision.conversionBits(of: kind.adc.bits)
            guard !kind.isDigital, needs > has else { continue }
            hasOfKind[placed.kind] = min(hasOfKind[placed.kind] ?? has, has)
            layersOfKind[placed.kind, default: []].append(mapped.network.layers[stage.anchor].name)
            needsOfKind[placed.kind] = max(needsOfKind[placed.kind] ?? 0, needs)
        }
        return needsOfKind.keys.sorted().map { index in
            let kind = architecture.crossbars[index]
            return .resolution(
                layers: layersOfKind[index]!, of: mapped.stages.count { $0.kind == index }, crossbar: kind.id,
                adc: kind.adc.component.id,
                has: hasOfKind[index]!, needs: needsOfKind[index]!)
        }
    }
}
