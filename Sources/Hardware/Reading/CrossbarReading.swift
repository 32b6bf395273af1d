import Diagnostics
import Markup
import Quantities

extension CrossbarKind {
    /// Reads a `<crossbar>`; nil, and diagnostics, when something is wrong.
    ///
    /// - Parameter technology: the feature size that a cell's area is counted in.
    init?(
        _ element: Element, devices: NameTable<Device>, components: NameTable<Component>, technology: Length?,
        move: NodeMove?, _ problems: inout Problems
    ) {
        var found = Problems()
        defer { problems.append(found.diagnostics) }
        let id = element.required("id", &found)?.value
        let rows = element.requiredInteger("rows", in: Plausible.rows, &found)
        let columns = element.requiredInteger("columns", in: Plausible.rows, &found)
        let device = devices.find(element.required("device", &found), &found)
        let source = element.required("source", &found)?.value
        let activeRows = element.integer("active-rows", in: 1...(rows ?? Plausible.rows.upperBound), &found)
        let read = element.requiredChild("read", &found).flatMap { Read($0, crossbarRows: rows, &found) }
        let units = ConverterReader(components: components)
        let method = ComputingMethod(element, device: device, &found)
        // Gates lose nothing on wires.
        let wires =
            method == .resistive || element.child("wires") != nil
            ? element.requiredChild("wires", &found).flatMap { Wires($0, &found) }
            : Wires(row: .zero, column: .zero, source: .zero, sink: .zero)
        // A digital array may have drivers, of as many bits as its rows take at once.
        let dac =
            method == .digital && element.child("dac") == nil
            ? .line : element.requiredChild("dac", &found).flatMap { units.rowConverter($0, &found) }
        let line = device.map {
            ColumnConverter.line(
                rows: rows ?? 1, columns: columns ?? 1, cellBits: $0.cellBits, inputBits: dac?.bits ?? 1)
        }
        let adc =
            method == .digital
            ? element.child("adders").flatMap { $0.attribute("component") == nil ? nil : $0 }
                .map { units.adderTrees($0, bits: line?.bits ?? 1, &found) } ?? line
            : element.requiredChild("adc", &found).flatMap { units.columnConverter($0, &found) }
        let adders = Adders(element, method, rows: rows ?? 1, &found)
        let accumulation = Accumulation(element, method, &found)
        let weightSets =
            element.attribute("weight-sets") == nil ? 1 : element.integer("weight-sets", in: 1...4096, &found) ?? 1
        let sampleAndHold = element.child("sample-and-hold").flatMap {
            units.component($0, kind: .sampleAndHold, doing: .hold, &found)
        }
        let shiftAndAdd = element.child("shift-and-add").flatMap { units.columnUnit($0, &found) }
        var area: Area? = element.quantity("area", in: .area, &found)
        let technology = move?.target ?? technology
        if let figures = move?.figures, let technology, abs(technology / figures - 1) > 1e-9 {
            // An area that is stated is that of cells, which are counted in squares of the feature size.
            area = area.map { $0 * ((technology / figures) * (technology / figures)) }
        }
        if element.attribute("area") == nil, let device, let technology, let rows, let columns {
            // The array alone: rows × columns cells of so many squares of the feature size.
            if let cell = device.cellArea {
                area = technology * technology * (cell * Double(rows) * Double(columns))
            } else {
                found.error(
                    at: element.location,
                    "<crossbar> has no area, and device '\(device.id)' no cell-area-F2 to make it of",
                    hint: "add area=\"…\" here or cell-area-F2=\"…\" there")
            }
        }
        guard let id, let rows, let columns, let device, let source, let read, let wires, let dac, let adc, let area,
            !found.hasErrors
        else { return nil }
        self.id = id
        self.rows = rows
        self.columns = columns
        self.device = device
        self.activeRows = activeRows ?? rows
        self.area = area
        self.read = read
        self.wires = wires
        self.dac = dac
        self.adc = adc
        self.sampleAndHold = sampleAndHold
        self.shiftAndAdd = shiftAndAdd
        self.source = source
        self.method = method ?? .resistive
        self.accumulation = accumulation
        self.adders = adders
        if weightSets > 1 {
            // Each set is a crossbar of its own cells; what stands around them is there once. An area that is stated
            // is that of all sets.
            self.weightSets = weightSets
            if element.attribute("area") != nil { self.area = area / Double(weightSets) }
            self.dac.sharedBy *= weightSets
            self.adc.columns *= weightSets
            self.shiftAndAdd?.columns *= weightSets
        }
        location = element.location
        if let move, self.method != .resistive { follow(move, element, &found) }
        if method == .digital, dac.pulses != nil, let child = element.child("dac") {
            found.error(
                at: child.location, "a digital array takes bits, and its rows are driven by pulses",
                hint: "take pulses out")
            return nil
        }
        if !device.isResistive, device.capacitance == nil, read.energy == nil {
            found.error(
                at: element.child("read")?.location ?? element.location,
                "nothing says what a read of '\(id)' takes: its device '\(device.id)' has no resistances and no capacitance",
                hint: "state energy=\"…\" or power=\"…\" at <read>")
            return nil
        }
    }
}

extension CrossbarKind {
    /// Reads of SRAM cells follow the supply; those of devices do not.
    private mutating func follow(_ move: NodeMove, _ element: Element, _ problems: inout Problems) {
        guard let from = move.figuresSupply, let to = move.supply, abs(to / from - 1) > 1e-9 else { return }
        do throws(ComponentModelError) {
            let energy = try move.law.energyFactor(from: from, to: to)
            read.energy = read.energy.map { $0 * energy }
            // C·V² with it.
            read.voltage = read.voltage * energy.squareRoot()
            let time = try move.law.timeFactor(from: from, to: to)
            read.time = read.time * time
            if let cellTime = adders?.cellTime { adders?.cellTime = cellTime * time }
        } catch {
            problems.error(
                at: element.location, "reads of '\(id)' cannot be taken to a supply of \(to): \(error.problem)",
                hint: error.hint)
        }
    }
}

extension CrossbarKind.Accumulation {
    fileprivate init(_ crossbar: Element, _ method: CrossbarKind.ComputingMethod?, _ problems: inout Problems) {
        self.init()
        guard let element = crossbar.child("accumulate") else { return }
        if method == .digital {
            problems.error(
                at: element.location, "a digital array converts nothing, so that nothing is accumulated before",
                hint: "take <accumulate> out")
        }
        if element.attribute("streams") != nil { streams = element.keyword("streams", as: Streams.self, &problems) }
        slices = ["true", "1"].contains(element.attribute("slices")?.value)
        pairs = ["true", "1"].contains(element.attribute("pairs")?.value)
        if streams == nil, !slices, !pairs {
            problems.error(
                at: element.location, "<accumulate> does not say what is added up",
                hint: "add streams=\"doubling\", slices=\"true\" or pairs=\"true\"")
        }
        if let attribute = element.attribute("streams"), crossbar.child("sample-and-hold") == nil {
            problems.error(
                at: attribute.location, "streams are added up, and nothing holds what they add up to",
                hint: "name the integrator in <sample-and-hold>")
        }
    }
}

extension CrossbarKind.Adders {
    /// Nil where a digital array says nothing of them, or has adder trees.
    fileprivate init?(
        _ crossbar: Element, _ method: CrossbarKind.ComputingMethod?, rows: Int, _ problems: inout Problems
    ) {
        guard let element = crossbar.child("adders") else { return nil }
        let own = ["registers", "setup", "carry-columns", "pipelined"].compactMap { element.attribute($0) }
        if method != .digital {
            problems.error(
                at: element.location, "adders at columns are those of a digital array",
                hint: "take <adders> out, or the converters")
        }
        guard element.attribute("cell-time") != nil else {
            if element.attribute("component") == nil {
                problems.error(
                    at: element.location, "<adders> names neither a component nor the time of a cell's adder",
                    hint: "add component=\"…\" columns=\"1\", an adder tree, or cell-time=\"…\", adders in the cells")
            } else if let attribute = own.first {
                problems.error(
                    at: attribute.location, "\(attribute.name) is for adders in the cells",
                    hint: "add cell-time=\"…\", or take it out")
            }
            return nil
        }
        if let attribute = element.attribute("component") {
            problems.error(
                at: attribute.location, "the cells add, and there are adder trees beside them",
                hint: "take cell-time or component out")
        }
        guard let time: Time = element.requiredQuantity("cell-time", in: .readTime, &problems) else { return nil }
        let registers =
            element.attribute("registers") == nil ? 1 : element.integer("registers", in: 1...rows, &problems) ?? 1
        let setup = element.attribute("setup") == nil ? 0 : element.integer("setup", in: 0...1024, &problems) ?? 0
        // As many as the sum of all rows may need.
        let carry =
            element.attribute("carry-columns") == nil
            ? (rows > 1 ? Int.bitWidth - (rows - 1).leadingZeroBitCount : 0)
            : element.integer("carry-columns", in: 0...64, &problems) ?? 0
        self.init(
            registers: registers, cellTime: time, setup: setup, carryColumns: carry,
            isPipelined: !["false", "0"].contains(element.attribute("pipelined")?.value))
    }
}

extension CrossbarKind.ComputingMethod {
    /// As the file says, or as its converters and its device tell; nil, and diagnostics, where these do not go
    /// together.
    fileprivate init?(_ element: Element, device: Device?, _ problems: inout Problems) {
        let converters = ["adc", "dac"].compactMap { element.child($0) }
        guard element.attribute("computes") != nil else {
            guard let device else { return nil }
            let addsDigitally = element.child("adders") != nil && element.child("adc") == nil
            self = converters.isEmpty || addsDigitally ? .digital : device.isResistive ? .resistive : .charge
            return
        }
        guard let method = element.keyword("computes", as: Self.self, &problems),
            let attribute = element.attribute("computes")
        else { return nil }
        if method == .digital, let converter = element.child("adc") {
            problems.error(
                at: converter.location, "the crossbar computes digitally and has a <\(converter.name)>",
                hint: "take it out, or computes=\"digital\"")
        }
        if let device, method == .resistive, !device.isResistive {
            problems.error(
                at: attribute.valueLocation,
                "the crossbar computes by currents, and its device '\(device.id)' has no resistances",
                hint: "add on-resistance and off-resistance to the device, or write computes=\"charge\"")
        }
        if let device, method == .charge, device.isResistive {
            problems.error(
                at: attribute.valueLocation,
                "the crossbar computes by charge, and its device '\(device.id)' has resistances",
                hint: "name a device with a capacitance and without resistances")
        }
        self = method
    }
}

extension CrossbarKind.RowConverter {
    /// A line that takes one bit at a time, at no cost of its own: what drives it is part of a digital array's read.
    fileprivate static var line: Self {
        let component = Component(
            id: "input lines", kind: .dac, actions: [Action(name: .convert, energy: .zero, time: .zero)], area: .zero,
            leakage: .zero,
            resolution: 1, source: "a digital array", location: SourceLocation(file: "", line: 1, column: 1))
        var line = Self(component: component, sharedBy: 1)
        line.isLine = true
        return line
    }
}

extension CrossbarKind.ColumnConverter {
    /// The end of a column whose adders lose nothing: as many bits as the largest sum of all rows takes.
    fileprivate static func line(rows: Int, columns: Int, cellBits: Int, inputBits: Int) -> Self {
        let most = rows * ((1 << cellBits) - 1) * ((1 << min(16, inputBits)) - 1)
        let bits = Int.bitWidth - most.leadingZeroBitCount
        let component = Component(
            id: "adders at columns", kind: .adc, actions: [Action(name: .convert, energy: .zero, time: .zero)],
            area: .zero, leakage: .zero,
            resolution: bits, source: "a digital array", location: SourceLocation(file: "", line: 1, column: 1))
        var line = Self(component: component, columns: columns)
        line.isLine = true
        return line
    }
}

extension CrossbarKind.Read {
    fileprivate init?(_ element: Element, crossbarRows: Int?, _ problems: inout Problems) {
        let voltage: Voltage? = element.requiredQuantity("voltage", in: .readVoltage, &problems)
        let time: Time? = element.requiredQuantity("time", in: .readTime, &problems)
        let energy = element.energy(during: time, isRequired: false, &problems)
        let rows = element.integer("rows", in: 1...(crossbarRows ?? Plausible.rows.upperBound), &problems)
        if rows != nil, energy == nil {
            problems.error(
                at: element.attribute("rows")!.valueLocation, "rows are those of a stated energy, and there is none",
                hint: "state energy or power as well, or leave rows out")
        }
        let isWhole = ["true", "1"].contains(element.attribute("whole-array")?.value)
        if isWhole, energy == nil, let attribute = element.attribute("whole-array") {
            problems.error(
                at: attribute.location, "the whole array takes a stated energy, and there is none",
                hint: "state energy or power as well, or leave whole-array out")
        }
        guard let voltage, let time else { return nil }
        self.init(voltage: voltage, time: time, energy: energy, rows: rows)
        isOfWholeArray = isWhole
    }
}

extension CrossbarKind.Wires {
    fileprivate init?(_ element: Element, _ problems: inout Problems) {
        let row: Resistance? = element.requiredQuantity("row", in: .wireResistance, &problems)
        let column: Resistance? = element.requiredQuantity("column", in: .wireResistance, &problems)
        let source: Resistance? = element.requiredQuantity("source", in: .wireResistance, &problems)
        let sink: Resistance? = element.requiredQuantity("sink", in: .wireResistance, &problems)
        guard let row, let column, let source, let sink else { return nil }
        self.init(row: row, column: column, source: source, sink: sink)
    }
}

/// Reads the units around a crossbar, which name their components.
private struct ConverterReader {
    let components: NameTable<Component>

    /// The component that an element names, when it is of the right kind and does what it has to.
    func component(
        _ element: Element, kind: ComponentKind, doing action: ActionName, _ problems: inout Problems
    ) -> Component? {
        guard let attribute = element.required("component", &problems),
            let component = components.find(attribute, &problems)
        else { return nil }
        guard component.kind == kind else {
            let others = components.values.filter { $0.kind == kind }.map(\.id)
            problems.error(
                at: attribute.valueLocation,
                "'\(component.id)' is of kind \(component.kind.rawValue), not \(kind.rawValue)",
                hint: others.isEmpty ? "define a component of that kind" : suggestion(for: component.id, among: others))
            return nil
        }
        guard component.action(action) != nil else {
            problems.error(
                at: attribute.valueLocation, "component '\(component.id)' has no action '\(action.rawValue)'",
                hint: "add <action name=\"\(action.rawValue)\" …/> to it")
            return nil
        }
        return component
    }

    func rowConverter(_ element: Element, _ problems: inout Problems) -> CrossbarKind.RowConverter? {
        let component = component(element, kind: .dac, doing: .convert, &problems)
        let sharedBy =
            element.attribute("shared-by") == nil ? 1 : element.integer("shared-by", in: Plausible.count, &problems)
        guard let component, let sharedBy else { return nil }
        var converter = CrossbarKind.RowConverter(component: component, sharedBy: sharedBy)
        if let attribute = element.attribute("pulses") {
            converter.pulses = element.keyword("pulses", as: CrossbarKind.RowConverter.Pulses.self, &problems)
            if converter.bits == 1 {
                problems.error(
                    at: attribute.location, "'\(component.id)' converts one bit, which is a pulse or none",
                    hint: "take pulses out, or name a DAC of more bits")
            }
        }
        return converter
    }

    func columnConverter(_ element: Element, _ problems: inout Problems) -> CrossbarKind.ColumnConverter? {
        let component = component(element, kind: .adc, doing: .convert, &problems)
        let columns = element.requiredInteger("columns", in: Plausible.count, &problems)
        let offset = element.number("offset-sigma", in: .between(0, and: 1e6), &problems)
        let gain = element.number("gain-sigma", in: .between(0, and: 1e6), &problems)
        guard let component, let columns else { return nil }
        return CrossbarKind.ColumnConverter(
            component: component, columns: columns, offsetSigma: offset ?? 0, gainSigma: gain ?? 0)
    }

    /// `<adders component="tree" columns="1"/>`: a tree for so many columns, which adds once a read; as an ADC that
    /// loses nothing.
    func adderTrees(_ element: Element, bits: Int, _ problems: inout Problems) -> CrossbarKind.ColumnConverter? {
        guard let attribute = element.required("component", &problems),
            var component = components.find(attribute, &problems)
        else { return nil }
        guard [.alu, .shiftAndAdd].contains(component.kind), component.action(.operate) != nil else {
            problems.error(
                at: attribute.valueLocation, "'\(component.id)' is of kind \(component.kind.rawValue) and adds nothing",
                hint: "name an alu or a shift-and-add with an action operate, such as one of model=\"adder-tree\"")
            return nil
        }
        component.resolution = bits
        let columns = element.requiredInteger("columns", in: Plausible.count, &problems)
        guard let columns else { return nil }
        return CrossbarKind.ColumnConverter(component: component, columns: columns)
    }

    func columnUnit(_ element: Element, _ problems: inout Problems) -> CrossbarKind.ColumnUnit? {
        let component = component(element, kind: .shiftAndAdd, doing: .operate, &problems)
        let columns = element.requiredInteger("columns", in: Plausible.count, &problems)
        guard let component, let columns else { return nil }
        return CrossbarKind.ColumnUnit(component: component, columns: columns)
    }
}
