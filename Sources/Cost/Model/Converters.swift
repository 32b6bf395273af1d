import Hardware
import Mapping

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
    /// From the DACs to the end of a read, s.
    private let readTime: Double
    /// Energy and time of a conversion of 1, 2, … bits, up to the resolution, without what follows the data, J and s.
    private let ofBits: [(energy: Double, time: Double)]
    /// What conversions take more of the largest value, J.
    let dacData: Double
    private let adcData: Double
    /// Bits of a conversion where nothing is asked for.
    private let resolution: Int
    private let accumulation: CrossbarKind.Accumulation
    private let dacBits: Int
    /// Cells that take part in a read however few of them are in use; nil where those in use do.
    let cellsOfEveryRead: Int?
    /// Sets of weights behind one periphery, which are read one at a time; 1 where there are none.
    private let weightSets: Int
    /// Whether the crossbars that share DACs are sets of weights.
    var readsOneSetAtATime: Bool { weightSets > 1 }
    /// ADCs and shift-and-add units at the periphery of sets of weights, all of which serve the set that is read; 1
    /// without sets.
    private let together: (adcs: Int, mergers: Int)
    /// Whether the ends of the columns are a part: an ADC or an adder tree.
    let hasColumnUnits: Bool
    private let adders: CrossbarKind.Adders?
    private let rows: Int
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
        adc = item(kind.adc.component, kind.adc.action)
        shiftAndAdd = kind.shiftAndAdd.map { item($0.component, .operate) }
        cellEnergy = kind.readEnergyPerCell.si
        isReadEnergyStated = kind.read.energy != nil
        columns = kind.columns
        readTime = dac.price.time + kind.read.time.si
        let conversion = kind.adc.component.action(kind.adc.action)
        ofBits = (1...max(1, kind.adc.bits)).map { bits in
            conversion.map { ($0.energyWithoutData(bits: bits).si, $0.time(bits: bits).si) } ?? (0, 0)
        }
        adcData = conversion?.dataEnergy.si ?? 0
        dacData = kind.dac.component.action(.convert)?.dataEnergy.si ?? 0
        resolution = kind.adc.bits
        accumulation = kind.accumulation
        dacBits = kind.dac.bits
        cellsOfEveryRead = kind.read.isOfWholeArray ? kind.activeRows * kind.columns : nil
        weightSets = kind.weightSets
        together =
            kind.weightSets > 1
            ? (
                kind.unitsOfPeriphery(kind.adc.columns),
                kind.unitsOfPeriphery(kind.shiftAndAdd?.columns ?? kind.columns)
            ) : (1, 1)
        hasColumnUnits = kind.hasColumnUnits
        adders = kind.adders
        rows = kind.rows
        dacSharing = kind.dacSharing(in: perInstance)
        adcSharing = kind.adcSharing(in: perInstance)
        shiftAndAddSharing = kind.shiftAndAddSharing(in: perInstance)
        func server(_ sharing: ConverterSharing, _ item: Item?, _ work: Server.Work) -> Int? {
            guard sharing.isShared, let item else { return nil }
            servers.append(
                Server(item: item.index, capacity: sharing.crossbars, units: Double(sharing.units), work: work))
            return servers.count - 1
        }
        dacServer = server(dacSharing, dac, .dacSet)
        adcServer = server(adcSharing, adc, .converter)
        shiftAndAddServer = server(shiftAndAddSharing, shiftAndAdd, .converter)
    }
}

extension Converters {
    /// What one stage asks of the columns: how many streams and columns a conversion is of, and of how many bits.
    struct Conversions {
        /// Conversions of a column in one MVM and pass.
        let count: Double
        /// Columns that one conversion is of.
        let columns: Int
        /// Steps of the sample-and-hold in one MVM and pass.
        let holds: Double
        /// Of a conversion in the mean, J and s.
        let energy: Double
        let time: Double
        /// From the DACs to the held sample, of a stream in the mean, s.
        let sampleTime: Double
        /// Conversions of a stream in the mean.
        let perStream: Double
        /// From the end of the last read to the sum at the end of the column, where adders pass it on through stages,
        /// s.
        let fill: Double
        /// Whether reads wait for the conversions before.
        let isSerial: Bool

        /// Conversions of so many columns of weights.
        func of(_ columns: Int) -> Int { (columns + self.columns - 1) / self.columns }
    }

    /// - Parameter streams: of an input.
    @inline(__always)
    func conversions(of mapped: MappedStage, streams: Int) -> Conversions {
        let precision = mapped.precision, encoding = mapped.encoding
        let asked = precision.conversions ?? resolution
        let slices = encoding.slices(weightBits: precision.weights, cellBits: mapped.cellBits)
        let parts = accumulation.isOverStreams ? min(precision.phases, streams) : streams
        var (energy, time) = ofBits[max(1, asked) - 1]
        var holds = 0.0
        if accumulation.isOverStreams {
            (energy, time) = (0, 0)
            var before = 0
            for part in 0..<parts {
                let length = (streams + parts - 1 - part) / parts
                // Of the parts that count less, fewer bits are needed.
                let conversion = ofBits[max(1, asked - before * dacBits) - 1]
                (energy, time) = (energy + conversion.energy, time + conversion.time)
                before += length
                holds += accumulation.streams == .doubling ? weights(of: length) : Double(length)
            }
            (energy, time) = (energy / Double(parts), time / Double(parts))
        } else {
            holds = Double(streams)
        }
        let count = Double(parts)
        var read = readTime, fill = 0.0
        if let adders {
            let stage = max(
                readTime, adders.stageTime(rows: rows, weightColumns: encoding.sides * slices + adders.carryColumns).si)
            read = adders.isPipelined ? stage : stage * Double(adders.registers + 1)
            fill = adders.isPipelined ? stage * Double(adders.registers) : 0
        }
        return Conversions(
            count: count, columns: accumulation.columns(slices: slices, sides: encoding.sides), holds: holds,
            energy: energy + adcData * mapped.meanProduct, time: time,
            sampleTime: read + holds / Double(streams) * (sampleAndHold?.price.time ?? 0),
            perStream: count / Double(streams), fill: fill,
            isSerial: accumulation.isOverStreams)
    }

    /// Σ 2^(d·k) over so many streams of d bits.
    private func weights(of streams: Int) -> Double {
        var sum = 0.0, weight = 1.0
        for _ in 0..<streams {
            sum += weight
            weight *= Double(1 << dacBits)
        }
        return sum
    }

    /// One read of the array and its conversion, which overlap with those before and after unless what is read is held
    /// until then.
    struct Step {
        /// From the DACs to the held sample, for all inputs that take turns at a set of DACs, s.
        let analog: Double
        /// Of the busiest ADC, s.
        let converting: Double
        /// Of the busiest shift-and-add unit, s.
        let merging: Double
        /// Whether the next read waits for the conversion.
        let isSerial: Bool

        var digital: Double { max(converting, merging) }
        /// From one read to the next.
        var interval: Double { isSerial ? analog + digital : max(analog, digital) }
    }

    /// - Parameters:
    ///   - used: conversions of each of the `crossbars` in a read: see ``Conversions/of(_:)``.
    ///   - turns: inputs that take turns at a set of DACs.
    @inline(__always)
    func step(used: Int, crossbars: Int, turns: Int, _ conversions: Conversions) -> Step {
        func times(_ sharing: ConverterSharing, _ units: Int) -> Double {
            guard weightSets > 1 else { return Double(sharing.turns(used: used, crossbars: crossbars)) }
            // One set of each periphery that a unit serves is read at a time; as many are in use as take turns there.
            let sets = min(turns, weightSets)
            let peripheries = min(sharing.crossbars / weightSets, (crossbars + sets - 1) / sets)
            return Double(turns * max(1, peripheries) * ((used + units - 1) / units))
        }
        return Step(
            analog: Double(turns) * conversions.sampleTime,
            converting: times(adcSharing, together.adcs) * conversions.perStream * conversions.time,
            merging: shiftAndAdd.map {
                times(shiftAndAddSharing, together.mergers) * conversions.perStream * $0.price.time
            } ?? 0,
            isSerial: conversions.isSerial)
    }

    /// Time of ADCs and of shift-and-add units for so many conversions of one crossbar in a read, s.
    @inline(__always)
    func work(of used: Int, _ conversions: Conversions) -> (converting: Double, merging: Double) {
        (
            Double((used + together.adcs - 1) / together.adcs) * conversions.perStream * conversions.time,
            Double((used + together.mergers - 1) / together.mergers) * conversions.perStream
                * (shiftAndAdd?.price.time ?? 0)
        )
    }
}

extension ConverterSharing {
    /// How often one of the units behind the crossbars' columns works in one read, all used columns spread evenly.
    @inline(__always)
    fileprivate func turns(used: Int, crossbars: Int) -> Int {
        crossbars * units <= self.crossbars ? crossbars * used : (used * self.crossbars + units - 1) / units
    }
}

/// How the inputs of a stage share the sets of DACs of its crossbars, which lie one behind the other, those of one
/// input together.
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
