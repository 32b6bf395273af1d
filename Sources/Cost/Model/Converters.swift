import Hardware

/// The array and the converters around it, priced.
struct Converters: Sendable {
    let array: Item
    let dac: Item
    let sampleAndHold: Item?
    let adc: Item
    let shiftAndAdd: Item?
    /// Of one read of one cell, J.
    let cellEnergy: Double
    /// From the DACs to the held sample, s.
    let sampleTime: Double
    /// Crossbars that share one set of DACs.
    let dacSharedBy: Double
    /// Columns of a crossbar, and those that one ADC and one shift-and-add unit serve.
    let columns: Int
    let adcColumns: Int
    let shiftAndAddColumns: Int

    /// A component and its index in the ``ItemIndex``.
    struct Item: Sendable {
        let index: Int
        let price: Price
    }

    init(_ kind: CrossbarKind, _ items: [Int]) {
        var next = items.makeIterator()
        func item(_ component: Component, _ action: ActionName) -> Item {
            Item(index: next.next()!, price: Price(component, action))
        }
        array = Item(index: next.next()!, price: Price(energy: 0, time: kind.read.time.si, width: 1))
        dac = item(kind.dac.component, .convert)
        sampleAndHold = kind.sampleAndHold.map { item($0, .hold) }
        adc = item(kind.adc.component, .convert)
        shiftAndAdd = kind.shiftAndAdd.map { item($0.component, .operate) }
        cellEnergy = kind.readEnergyPerCell.si
        dacSharedBy = Double(kind.dac.sharedBy)
        columns = kind.columns
        adcColumns = kind.adc.columns
        shiftAndAddColumns = kind.shiftAndAdd?.columns ?? kind.columns
        sampleTime = dac.price.time + kind.read.time.si + (sampleAndHold?.price.time ?? 0)
    }
}

extension Converters {
    /// One read of the array and its conversion, which overlap with those before and after.
    struct Step {
        /// From the DACs to the held sample, s.
        let analog: Double
        /// Of the busiest ADC, or of the busiest shift-and-add unit where that takes longer, s.
        let digital: Double
        /// Index of whichever of the two it is.
        let digitalItem: Int

        /// From one read to the next.
        var interval: Double { max(analog, digital) }
    }

    /// - Parameter used: columns in use of each of the `crossbars`.
    @inline(__always)
    func step(used: Int, crossbars: Int) -> Step {
        func busy(_ unitColumns: Int, _ unit: Item) -> Double {
            Double(turns(unitColumns: unitColumns, crossbarColumns: columns, used: used, crossbars: crossbars)) * unit.price.time
        }
        let converting = busy(adcColumns, adc)
        if let shiftAndAdd {
            let merging = busy(shiftAndAddColumns, shiftAndAdd)
            if merging > converting { return Step(analog: sampleTime, digital: merging, digitalItem: shiftAndAdd.index) }
        }
        return Step(analog: sampleTime, digital: converting, digitalItem: adc.index)
    }
}

/// How often one of the units behind a crossbar's columns works in one read, all used columns spread evenly.
@inline(__always)
private func turns(unitColumns: Int, crossbarColumns: Int, used: Int, crossbars: Int) -> Int {
    if unitColumns <= crossbarColumns {
        let units = (crossbarColumns + unitColumns - 1) / unitColumns
        return (used + units - 1) / units
    }
    return min(unitColumns / crossbarColumns, crossbars) * used
}
