import Quantities

/// Components of one sort in one instance of a level: what `show` lists and what area and leakage are summed from.
public struct FloorplanItem: Sendable, Hashable {
    /// The component's id, or "crossbar ID" for the array itself.
    public var name: String
    /// Instances per instance of the level, or per `sharedBy` instances of it.
    public var count: Int
    public var sharedBy: Int
    /// Of one component.
    public var area: Area
    public var leakage: Power
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
        power = component.peakPower
        self.crossbar = crossbar
    }

    init(arraysOf kind: CrossbarKind, index: Int, count: Int) {
        name = "crossbar \(kind.id)"
        self.count = count
        sharedBy = 1
        area = kind.area
        leakage = Power(si: 0)
        power = kind.readEnergy / kind.read.time
        crossbar = index
    }

    /// Components present when a chip has that many instances of the level.
    public func total(instances: Int) -> Int {
        (instances + sharedBy - 1) / sharedBy * count
    }
}

extension CrossbarKind {
    /// Mean square of the driven voltage relative to the read voltage when the DAC's codes
    /// are equally likely: (2L+1)/(6L) for L+1 evenly spaced levels, 1/2 for one bit.
    public var meanSquareInput: Double {
        let top = Double((1 << dac.bits) - 1)
        return (2 * top + 1) / (6 * top)
    }

    /// Energy of one read of one cell at mean conductance and mean input.
    ///
    /// Where the file states the energy of a whole array's read, a cell has its share of it.
    public var readEnergyPerCell: Energy {
        if let stated = read.energy { return stated / Double(rows * columns) }
        let squared = read.voltage.si * read.voltage.si * meanSquareInput
        return Energy(si: squared * device.meanConductance.si * read.time.si)
    }

    /// Energy of one read of the whole array.
    public var readEnergy: Energy { readEnergyPerCell * Double(activeRows * columns) }

    /// ADCs that `count` crossbars need.
    public func adcs(for count: Int) -> Int { (count * columns + adc.columns - 1) / adc.columns }

    /// What `count` crossbars of this kind consist of.
    func items(index: Int, count: Int) -> [FloorplanItem] {
        var items = [FloorplanItem(arraysOf: self, index: index, count: count)]
        let dacSets = (count + dac.sharedBy - 1) / dac.sharedBy
        items.append(FloorplanItem(dac.component, count: dacSets * rows, crossbar: index))
        if let sampleAndHold {
            items.append(FloorplanItem(sampleAndHold, count: count * columns, crossbar: index))
        }
        items.append(FloorplanItem(adc.component, count: adcs(for: count), crossbar: index))
        if let shiftAndAdd {
            let units = (count * columns + shiftAndAdd.columns - 1) / shiftAndAdd.columns
            items.append(FloorplanItem(shiftAndAdd.component, count: units, crossbar: index))
        }
        return items
    }
}
