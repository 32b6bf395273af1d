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
        let wires = method == .resistive || element.child("wires") != nil
            ? element.requiredChild("wires", &found).flatMap { Wires($0, &found) } : Wires(row: .zero, column: .zero, source: .zero, sink: .zero)
        let dac = method == .digital ? .line : element.requiredChild("dac", &found).flatMap { units.rowConverter($0, &found) }
        let adc = method == .digital
            ? device.map { .line(rows: rows ?? 1, columns: columns ?? 1, cellBits: $0.cellBits) }
            : element.requiredChild("adc", &found).flatMap { units.columnConverter($0, &found) }
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
                    at: element.location, "<crossbar> has no area, and device '\(device.id)' no cell-area-F2 to make it of",
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
        location = element.location
        if !device.isResistive, device.capacitance == nil, read.energy == nil {
            found.error(
                at: element.child("read")?.location ?? element.location,
                "nothing says what a read of '\(id)' takes: its device '\(device.id)' has no resistances and no capacitance",
                hint: "state energy=\"…\" or power=\"…\" at <read>")
            return nil
        }
    }
}

extension CrossbarKind.ComputingMethod {
    /// As the file says, or as its converters and its device tell; nil, and diagnostics, where these do not go together.
    fileprivate init?(_ element: Element, device: Device?, _ problems: inout Problems) {
        let converters = ["dac", "adc"].compactMap { element.child($0) }
        guard element.attribute("computes") != nil else {
            guard let device else { return nil }
            self = converters.isEmpty ? .digital : device.isResistive ? .resistive : .charge
            return
        }
        guard let method = element.keyword("computes", as: Self.self, &problems), let attribute = element.attribute("computes") else { return nil }
        if method == .digital, let converter = converters.first {
            problems.error(
                at: converter.location, "the crossbar computes digitally and has a <\(converter.name)>", hint: "take it out, or computes=\"digital\"")
        }
        if let device, method == .resistive, !device.isResistive {
            problems.error(
                at: attribute.valueLocation, "the crossbar computes by currents, and its device '\(device.id)' has no resistances",
                hint: "add on-resistance and off-resistance to the device, or write computes=\"charge\"")
        }
        if let device, method == .charge, device.isResistive {
            problems.error(
                at: attribute.valueLocation, "the crossbar computes by charge, and its device '\(device.id)' has resistances",
                hint: "name a device with a capacitance and without resistances")
        }
        self = method
    }
}

extension CrossbarKind.RowConverter {
    /// A line that takes one bit at a time, at no cost of its own: what drives it is part of a digital array's read.
    fileprivate static var line: Self {
        let component = Component(
            id: "input lines", kind: .dac, actions: [Action(name: .convert, energy: .zero, time: .zero)], area: .zero, leakage: .zero,
            resolution: 1, source: "a digital array", location: SourceLocation(file: "", line: 1, column: 1))
        return Self(component: component, sharedBy: 1)
    }
}

extension CrossbarKind.ColumnConverter {
    /// The end of a column whose adders lose nothing: as many bits as the largest sum of all rows takes.
    fileprivate static func line(rows: Int, columns: Int, cellBits: Int) -> Self {
        let most = rows * ((1 << cellBits) - 1)
        let bits = Int.bitWidth - most.leadingZeroBitCount
        let component = Component(
            id: "adders at columns", kind: .adc, actions: [Action(name: .convert, energy: .zero, time: .zero)], area: .zero, leakage: .zero,
            resolution: bits, source: "a digital array", location: SourceLocation(file: "", line: 1, column: 1))
        return Self(component: component, columns: columns)
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
        guard let voltage, let time else { return nil }
        self.init(voltage: voltage, time: time, energy: energy, rows: rows)
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
    func component(_ element: Element, kind: ComponentKind, doing action: ActionName, _ problems: inout Problems) -> Component? {
        guard let attribute = element.required("component", &problems), let component = components.find(attribute, &problems)
        else { return nil }
        guard component.kind == kind else {
            let others = components.values.filter { $0.kind == kind }.map(\.id)
            problems.error(
                at: attribute.valueLocation, "'\(component.id)' is of kind \(component.kind.rawValue), not \(kind.rawValue)",
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
        let sharedBy = element.attribute("shared-by") == nil ? 1 : element.integer("shared-by", in: Plausible.count, &problems)
        guard let component, let sharedBy else { return nil }
        return CrossbarKind.RowConverter(component: component, sharedBy: sharedBy)
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

    func columnUnit(_ element: Element, _ problems: inout Problems) -> CrossbarKind.ColumnUnit? {
        let component = component(element, kind: .shiftAndAdd, doing: .operate, &problems)
        let columns = element.requiredInteger("columns", in: Plausible.count, &problems)
        guard let component, let columns else { return nil }
        return CrossbarKind.ColumnUnit(component: component, columns: columns)
    }
}
