import Hardware
import Mapping
import Quantities

/// What the buffers of a level, or the memory off the chip, hold at most.
public struct BufferReport: Hashable, Sendable {
    /// The component.
    public var name: String
    /// Name of the level that holds it.
    public var level: String
    /// Those that there are for maps, and of these those that were added since the ones beside crossbars do not hold
    /// them.
    public var instances: Int
    /// See ``instances``.
    public var added: Int
    /// Of one; nil where the file does not say.
    public var capacity: Information?
    /// What the fullest one is asked to hold, and which that is.
    public var need: Information
    /// See ``need``: "tile 3".
    public var fullest: String
    /// Layer by layer, the layer while which that is; nil where all layers work at once.
    public var during: String?
    /// What all of them together hold at most at one time.
    public var total: Information
    /// Of that, what lies in other instances than those that read it, and what has to go further out.
    public var elsewhere: Information
    /// See ``elsewhere``.
    public var outward: Information
}

extension CostModel {
    func bufferReports(_ residence: Residence, of mapped: MappedNetwork) -> [BufferReport] {
        var reports = residence.peaks.map { peak in
            let store = storeMap.stores[peak.store]
            return BufferReport(
                name: store.name, level: floorplan.levels[store.level].name, instances: peak.instances,
                added: peak.added,
                capacity: store.bits.isFinite ? Information(si: store.bits) : nil, need: Information(si: peak.need),
                fullest: placeName(of: store.item, instance: peak.instance, of: peak.instances),
                during: peak.stage.map { mapped.network.layers[mapped.graph.stages[$0].anchor].name },
                total: Information(si: peak.total),
                elsewhere: Information(si: peak.elsewhere), outward: Information(si: peak.outward))
        }
        if residence.offChip > 0, let memory = storeMap.offChip {
            let need = Information(si: residence.offChip)
            reports.append(
                BufferReport(
                    name: item(memory.item).name, level: "off the chip", instances: item(memory.item).count, added: 0,
                    capacity: memory.bits.isFinite ? Information(si: memory.bits) : nil, need: need,
                    fullest: "off the chip", during: nil, total: need,
                    elsewhere: .zero, outward: .zero))
        }
        return reports
    }

    /// What was done for maps that do not fit, and what is not known of buffers.
    func residenceWarnings(_ residence: Residence, of mapped: MappedNetwork) -> [EvaluationWarning] {
        var warnings: [EvaluationWarning] = []
        if residence.offChip > 0, let memory = storeMap.offChip {
            let part = item(memory.item)
            warnings.append(
                .offChip(
                    memory: part.name, bits: residence.offChip, idlePower: part.leakage * Double(part.count),
                    countsIO: floorplan.withIO))
        }
        for peak in residence.peaks where peak.added > 0 {
            let store = storeMap.stores[peak.store]
            warnings.append(
                .addedForMaps(
                    level: floorplan.levels[store.level].name, count: peak.added * store.sharedBy, buffer: store.name))
        }
        let unknown = residence.peaks.map { storeMap.stores[$0.store] }.filter { $0.bits == .infinity }.map(\.name)
        if !unknown.isEmpty { warnings.append(.unknownCapacity(buffers: unknown)) }
        return warnings
    }
}
