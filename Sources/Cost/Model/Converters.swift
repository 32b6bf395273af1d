import Hardware

/// The array and the converters around it, priced.
final class Converters: Sendable {
    let array: Item
    let dac: Item
    let sampleAndHold: Item?
    let adc: Item
    let shiftAndAdd: Item?
    /// Of one read of one cell, J.
    let cellEnergy: Double
    /// Whether that is a share of a stated energy of the whole array's read.
    let isReadEnergyStated: Bool
    /// From the DACs to the held sample, s.
    let sampleTime: Double
    /// Columns of a crossbar.
    let columns: Int
    let dacSharing: ConverterSharing
    let adcSharing: ConverterSharing
    let shiftAndAddSharing: ConverterSharing
    /// Indices among the path's servers; nil where crossbars have them for themselves.
    let dacServer: Int?
    let adcServer: Int?
    let shiftAndAddServer: Int?

    /// A component and its index in the ``ItemIndex``.
    struct Item: Sendable {
        let index: Int
        let price: Price
    }

    /// - Parameter perInstance: crossbars of the kind in one instance of its level.
    init(_ kind: CrossbarKind, perInstance: Int, _ items: [Int], _ servers: inout [Server]) {
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
        isReadEnergyStated = kind.read.energy != nil
        columns = kind.columns
        sampleTime = dac.price.time + kind.read.time.si + (sampleAndHold?.price.time ?? 0)
        dacSharing = kind.dacSharing(in: perInstance)
        adcSharing = kind.adcSharing(in: perInstance)
        shiftAndAddSharing = kind.shiftAndAddSharing(in: perInstance)
        func server(_ sharing: ConverterSharing, _ item: Item?, _ work: Server.Work) -> Int? {
            guard sharing.isShared, let item else { return nil }
            servers.append(Server(item: item.index, capacity: sharing.crossbars, units: Double(sharing.units), work: work))
            return servers.count - 1
        }
        dacServer = server(dacSharing, dac, .dacSet)
        adcServer = server(adcSharing, adc, .converter)
        shiftAndAddServer = server(shiftAndAddSharing, shiftAndAdd, .converter)
    }
}

extension Converters {
    /// One read of the array and its conversion, which overlap with those before and after.
    struct Step {
        /// From the DACs to the held sample, for all inputs that take turns at a set of DACs, s.
        let analog: Double
        /// Of the busiest ADC, s.
        let converting: Double
        /// Of the busiest shift-and-add unit, s.
        let merging: Double

        var digital: Double { max(converting, merging) }
        /// From one read to the next.
        var interval: Double { max(analog, digital) }
    }

    /// - Parameters:
    ///   - used: columns that each of the `crossbars` converts.
    ///   - turns: inputs that take turns at a set of DACs.
    @inline(__always)
    func step(used: Int, crossbars: Int, turns: Int) -> Step {
        Step(
            analog: Double(turns) * sampleTime, converting: Double(adcSharing.turns(used: used, crossbars: crossbars)) * adc.price.time,
            merging: shiftAndAdd.map { Double(shiftAndAddSharing.turns(used: used, crossbars: crossbars)) * $0.price.time } ?? 0)
    }
}

extension ConverterSharing {
    /// How often one of the units behind the crossbars' columns works in one read, all used columns spread evenly.
    @inline(__always)
    fileprivate func turns(used: Int, crossbars: Int) -> Int {
        crossbars * units <= self.crossbars ? crossbars * used : (used * self.crossbars + units - 1) / units
    }
}

/// How the inputs of a stage share the sets of DACs of its crossbars, which lie one behind the other, those of one input together.
struct DACTurns {
    /// Sets that convert an input, summed over the inputs: a set converts every row of each input that it serves.
    let conversions: Int
    /// Inputs that take turns at the busiest set.
    let most: Int

    /// - Parameters:
    ///   - inputs: distinct inputs of all copies.
    ///   - crossbars: those of one input.
    ///   - isApart: whether a set serves one input alone.
    @inline(__always)
    init(inputs: Int, crossbars: Int, _ sharing: ConverterSharing, isApart: Bool) {
        guard sharing.isShared else {
            (conversions, most) = (inputs * crossbars, 1)
            return
        }
        // Where sets differ in size, as the level's crossbars over its sets.
        let size = (sharing.crossbars + sharing.units - 1) / sharing.units
        guard !isApart else {
            (conversions, most) = (inputs * ((crossbars + size - 1) / size), 1)
            return
        }
        let total = inputs * crossbars
        let sets = (total + size - 1) / size
        let divisor = greatestCommonDivisor(crossbars, size)
        // Every boundary between inputs and between sets begins another pair of a set and an input.
        let together = crossbars / divisor * size
        conversions = inputs + sets - (total + together - 1) / together
        if crossbars >= size {
            most = inputs == 1 || crossbars % size == 0 ? 1 : 2
        } else {
            var most = 1
            for set in 0..<min(sets, crossbars / divisor) {
                let first = set * size / crossbars, last = (min((set + 1) * size, total) - 1) / crossbars
                most = max(most, last - first + 1)
            }
            self.most = most
        }
    }
}

@inline(__always)
private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
}
