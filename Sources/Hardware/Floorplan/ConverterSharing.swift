/// How converters of a kind are shared by the crossbars of one level: `units` of them serve `crossbars` crossbars in
/// turn.
public struct ConverterSharing: Hashable, Sendable {
    /// Crossbars that take turns; 1 where each has units of its own.
    public var crossbars: Int
    /// Units that serve them: sets of DACs, ADCs or shift-and-add units.
    public var units: Int

    /// - Precondition: both are at least 1.
    public init(crossbars: Int, units: Int) {
        self.crossbars = crossbars
        self.units = units
    }

    /// The same with as few crossbars as divide evenly.
    fileprivate init(_ units: Int, among crossbars: Int) {
        if units >= crossbars, units % crossbars == 0 {
            self.init(crossbars: 1, units: units / crossbars)
        } else if crossbars % units == 0 {
            self.init(crossbars: crossbars / units, units: 1)
        } else {
            self.init(crossbars: crossbars, units: units)
        }
    }

    /// Whether some unit serves more than one crossbar.
    public var isShared: Bool { crossbars > units }
}

extension CrossbarKind {
    /// Sets of DACs behind the `count` crossbars of one instance of a level.
    public func dacSets(for count: Int) -> Int { (count + dac.sharedBy - 1) / dac.sharedBy }

    /// Crossbars that share sets of DACs, where a level holds `count`.
    public func dacSharing(in count: Int) -> ConverterSharing { ConverterSharing(dacSets(for: count), among: count) }

    /// Instances of a level of `count` crossbars that one unit of so many columns serves: 1 where it does not reach
    /// beyond one.
    static func levels(servedBy unitColumns: Int, _ count: Int, of columns: Int) -> Int {
        max(1, unitColumns / (count * columns))
    }

    /// Units of so many columns behind the `count` crossbars of one instance, or behind those of all instances that one
    /// serves.
    static func units(of unitColumns: Int, for count: Int, of columns: Int) -> Int {
        max(1, (count * columns + unitColumns - 1) / unitColumns)
    }

    /// Units of so many columns, of all sets of weights, at one periphery.
    public func unitsOfPeriphery(_ unitColumns: Int) -> Int {
        max(1, (weightSets * columns + unitColumns - 1) / unitColumns)
    }

    private func sharing(_ unitColumns: Int, in count: Int) -> ConverterSharing {
        let levels = Self.levels(servedBy: unitColumns, count, of: columns)
        if levels > 1 { return ConverterSharing(crossbars: levels * count, units: 1) }
        let units = Self.units(of: unitColumns, for: count, of: columns)
        guard weightSets > 1 else { return ConverterSharing(units, among: count) }
        // All units of a periphery serve the one set that is read; a unit may serve several peripheries.
        let peripheries = (count + weightSets - 1) / weightSets
        return ConverterSharing(crossbars: weightSets * ((peripheries + units - 1) / units), units: 1)
    }

    /// Crossbars that share ADCs, where a level holds `count`.
    public func adcSharing(in count: Int) -> ConverterSharing { sharing(adc.columns, in: count) }

    /// Crossbars that share shift-and-add units, where a level holds `count`.
    public func shiftAndAddSharing(in count: Int) -> ConverterSharing {
        sharing(shiftAndAdd?.columns ?? columns, in: count)
    }
}
