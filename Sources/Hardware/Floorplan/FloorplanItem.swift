import Quantities

/// Components of one sort in one instance of a level: what `show` lists and what area and leakage are summed from.
public struct FloorplanItem: Sendable, Hashable {
    /// The component's id, or "crossbar ID" for the array itself.
    public var name: String
    /// Instances per instance of the level, or per `sharedBy` instances of it.
    public var count: Int
    /// Instances of the level that have `count` of them in common; 1 where each has its own.
    public var sharedBy: Int
    /// Of one component.
    public var area: Area
    /// Static power of one component while it is on.
    public var leakage: Power
    /// Whether the leakage is stated or assumed; 0 W stands where it is neither.
    public var isLeakageKnown: Bool
    /// What is left of the leakage while the component is switched off; all of it where it never is.
    public var idleLeakage: Power
    /// Of switching it on again.
    public var wakeEnergy: Energy
    /// Whether it is part of the way off the chip, which is counted apart from the core.
    public var isIO: Bool
    /// Whether it is beyond the chip: it counts in no sum of the chip's.
    public var isOffChip: Bool
    /// At full activity, leakage included.
    public var power: Power
    /// The crossbar kind it belongs to, when it is an array or a converter.
    public var crossbar: Int?

    init(_ component: Component, count: Int, sharedBy: Int = 1, crossbar: Int? = nil) {
        name = component.id
        self.count = count
        self.sharedBy = sharedBy
        area = component.area
        leakage = component.leakage
        isLeakageKnown = component.leakageBasis != .unknown
        idleLeakage = component.idleLeakage
        wakeEnergy = component.wakeEnergy
        isIO = component.isIO
        isOffChip = component.isOffChip
        power = component.peakPower
        self.crossbar = crossbar
    }

    init(arraysOf kind: CrossbarKind, index: Int, count: Int) {
        name = "crossbar \(kind.id)"
        self.count = count
        sharedBy = 1
        area = kind.area
        leakage = kind.cellLeakage
        isLeakageKnown = true
        idleLeakage = kind.cellLeakage
        wakeEnergy = Energy(si: 0)
        isIO = false
        isOffChip = false
        // Of sets of weights one is read at a time.
        power = kind.readEnergy / kind.read.time / Double(kind.weightSets) + kind.cellLeakage
        crossbar = index
    }

    /// Components present when a chip has that many instances of the level.
    public func total(instances: Int) -> Int {
        (instances + sharedBy - 1) / sharedBy * count
    }
}

extension CrossbarKind {
    /// Mean square of the driven voltage relative to the read voltage when the DAC's codes are equally likely:
    /// (2L+1)/(6L) for L+1 evenly spaced levels, 1/2 for one bit. Where inputs are pulses at the read voltage, the mean
    /// of the time that they take, 1/2.
    public var meanSquareInput: Double {
        if dac.pulses != nil { return Self.evenInput }
        let top = Double((1 << dac.bits) - 1)
        return (2 * top + 1) / (6 * top)
    }

    /// Energy of one read of one cell at mean conductance and mean input.
    ///
    /// Where the file states the energy of a read, it is that of all columns and of the rows that are driven at once,
    /// or of as many as the file says; a cell has its share of it. Else a cell that conducts takes V²·G·t, and one that
    /// is read by charge C·V² where the product is not 0, which half of the weights' bits are.
    public var readEnergyPerCell: Energy {
        if let stated = read.energy { return stated / Double((read.rows ?? activeRows) * columns) }
        let squared = read.voltage.si * read.voltage.si * meanSquareInput
        if let capacitance = device.capacitance { return Energy(si: squared * capacitance.si / 2) }
        return Energy(si: squared * device.meanConductance.si * read.time.si)
    }

    /// V²·G·t of a cell of the device over its share of a stated energy; nil where none is stated.
    public var readEnergyRatio: Double? {
        guard let stated = read.energy, stated.si > 0, device.isResistive else { return nil }
        var unstated = self
        unstated.read.energy = nil
        return unstated.readEnergyPerCell / readEnergyPerCell
    }

    /// Mean code of an input relative to the largest, and mean product of input and level relative to that of the
    /// largest two, where nothing is known of the data: all are equally likely.
    public static let evenInput = 0.5
    /// ``evenInput`` times the mean level of evenly used ones, ½: the two are independent.
    public static let evenProduct = 0.25

    /// Energy of one read of the whole array.
    public var readEnergy: Energy { readEnergyPerCell * Double(activeRows * columns) }

    /// What `count` crossbars of this kind consist of.
    func items(index: Int, count: Int) -> [FloorplanItem] {
        var items = [FloorplanItem(arraysOf: self, index: index, count: count)]
        items.append(FloorplanItem(dac.component, count: hasDrivers ? dacSets(for: count) * rows : 0, crossbar: index))
        if let sampleAndHold {
            items.append(
                FloorplanItem(sampleAndHold, count: (count + weightSets - 1) / weightSets * columns, crossbar: index))
        }
        items.append(
            hasColumnUnits
                ? units(adc.component, of: adc.columns, for: count, index: index)
                : FloorplanItem(adc.component, count: 0, crossbar: index))
        if let shiftAndAdd {
            items.append(units(shiftAndAdd.component, of: shiftAndAdd.columns, for: count, index: index))
        }
        return items
    }

    /// A unit that reaches beyond one instance of the level stands once for all that it serves.
    private func units(_ component: Component, of unitColumns: Int, for count: Int, index: Int) -> FloorplanItem {
        FloorplanItem(
            component, count: Self.units(of: unitColumns, for: count, of: columns),
            sharedBy: Self.levels(servedBy: unitColumns, count, of: columns), crossbar: index)
    }
}
