import Markup
import Quantities

extension CrossbarKind {
    /// Reads a `<crossbar>`; nil, and diagnostics, when something is wrong.
    ///
    /// - Parameter technology: the feature size that a cell's area is counted in.
    init?(
        _ element: Element, devices: NameTable<Device>, components: NameTable<Component>, technology: Length?,
        _ problems: inout Problems
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
        let wires = element.requiredChild("wires", &found).flatMap { Wires($0, &found) }
        let units = ConverterReader(components: components)
        let dac = element.requiredChild("dac", &found).flatMap { units.rowConverter($0, &found) }
        let adc = element.requiredChild("adc", &found).flatMap { units.columnConverter($0, &found) }
        let sampleAndHold = element.child("sample-and-hold").flatMap {
            units.component($0, kind: .sampleAndHold, doing: .hold, &found)
        }
        let shiftAndAdd = element.child("shift-and-add").flatMap { units.columnUnit($0, &found) }
        var area: Area? = element.quantity("area", in: .area, &found)
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
        location = element.location
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
