import Diagnostics
import Markup
import Quantities

extension Device {
    /// Reads a `<device>`; nil, and diagnostics, when something is wrong.
    init?(_ element: Element, _ problems: inout Problems) {
        var found = Problems()
        defer { problems.append(found.diagnostics) }
        let id = element.required("id", &found)?.value
        let bits = element.requiredInteger("cell-bits", in: Plausible.cellBits, &found)
        // A memristive cell has both; an SRAM cell has neither, and no resistance is made up for it.
        let isResistive = element.attribute("on-resistance") != nil || element.attribute("off-resistance") != nil
        let on: Resistance? = isResistive ? element.requiredQuantity("on-resistance", in: .cellResistance, &found) : nil
        let off: Resistance? =
            isResistive ? element.requiredQuantity("off-resistance", in: .cellResistance, &found) : nil
        let capacitance: Capacitance? = element.quantity("capacitance", in: .cellCapacitance, &found)
        if isResistive, let attribute = element.attribute("capacitance") {
            found.error(
                at: attribute.location, "the device has resistances and a capacitance",
                hint:
                    "leave the resistances out of a cell that is read by charge, or the capacitance out of one that conducts"
            )
        }
        let leakage: Power? = element.quantity("leakage", in: .power, &found)
        let cellArea = element.number("cell-area-F2", in: .cellArea, &found)
        let source = element.required("source", &found)?.value
        let effects = DeviceEffects(element, &found)
        if let on, let off, on >= off, let attribute = element.attribute("off-resistance") {
            found.error(
                at: attribute.valueLocation, "off-resistance is \(off) and on-resistance \(on)",
                hint: "off-resistance has to be the larger of the two")
        }
        if !isResistive, let child = element.children.first {
            found.error(
                at: child.location,
                "<\(child.name)> is an effect of a cell that conducts, and the device has no resistances",
                hint: "add on-resistance and off-resistance, or take it out")
        }
        guard let id, let bits, let source, !found.hasErrors else { return nil }
        self.init(
            id: id, cellBits: bits, onResistance: on, offResistance: off, cellArea: cellArea, effects: effects,
            source: source, location: element.location)
        self.capacitance = capacitance
        self.leakage = leakage
    }
}

extension NumberRange {
    /// In squares of the feature size.
    fileprivate static let cellArea = NumberRange.between(1e-3, and: 1e6)
}

extension DeviceEffects {
    fileprivate init(_ device: Element, _ problems: inout Problems) {
        self.init()
        func number(_ child: String, _ name: String, in range: NumberRange) -> Double? {
            guard let element = device.child(child), element.required(name, &problems) != nil else { return nil }
            return element.number(name, in: range, &problems)
        }
        programmingSigma = number("variation", "sigma", in: .between(0, and: 10)) ?? 0
        stuckOn = number("stuck", "on", in: .share) ?? 0
        stuckOff = number("stuck", "off", in: .share) ?? 0
        readNoiseSigma = number("read-noise", "sigma", in: .between(0, and: 10)) ?? 0
        if stuckOn + stuckOff > 1, let element = device.child("stuck") {
            problems.error(
                at: element.location, "more cells are stuck than there are", hint: "let on and off add up to 1 at most")
        }
        if let element = device.child("drift") {
            let exponent = number("drift", "exponent", in: .between(0, and: 10))
            let after: Time? = element.requiredQuantity("after", in: .age, &problems)
            let reference: Time? = element.requiredQuantity("reference", in: .age, &problems)
            if let exponent, let after, let reference {
                drift = Drift(exponent: exponent, after: after, reference: reference)
            }
        }
        nonlinearity = device.child("nonlinearity").flatMap {
            $0.requiredQuantity("voltage", in: .readVoltage, &problems)
        }
        if let transistor = device.child("transistor") {
            accessResistance = transistor.requiredQuantity("resistance", in: .wireResistance, &problems)
            gateDrive = GateDrive(transistor, resistance: accessResistance, &problems)
        }
    }
}

extension DeviceEffects.GateDrive {
    /// Nil where the transistor has no gate, and, with diagnostics, where its gate makes no sense.
    fileprivate init?(_ transistor: Element, resistance: Resistance?, _ problems: inout Problems) {
        guard let gate = transistor.attribute("gate") else {
            for name in ["threshold", "early-voltage"] {
                guard let attribute = transistor.attribute(name) else { continue }
                problems.error(
                    at: attribute.location, "<transistor> has \(name) but no gate",
                    hint: "add gate=\"…\", the voltage of the select line, or leave \(name) out")
            }
            return nil
        }
        let voltage: Voltage? = transistor.quantity("gate", in: .readVoltage, &problems)
        let threshold: Voltage? = transistor.requiredQuantity("threshold", in: .threshold, &problems)
        let earlyVoltage: Voltage? = transistor.quantity("early-voltage", in: .readVoltage, &problems)
        guard let voltage, let threshold else { return nil }
        guard voltage > threshold else {
            problems.error(
                at: gate.valueLocation,
                "the gate is at \(voltage) and the threshold \(threshold): the transistor is off",
                hint: "raise the gate above the threshold")
            return nil
        }
        if let resistance, resistance == .zero, let attribute = transistor.attribute("resistance") {
            problems.error(
                at: attribute.valueLocation, "a transistor with a gate has a resistance of 0 Ω",
                hint: "give the resistance of its channel at small voltages")
        }
        self.init(voltage: voltage, threshold: threshold, earlyVoltage: earlyVoltage)
    }
}
