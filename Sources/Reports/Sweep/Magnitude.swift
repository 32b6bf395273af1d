import Quantities
import RealModule

/// The number in SI units that an attribute's value stands for, whatever it measures; nil for words.
func magnitude(of text: String) -> Double? {
    if let number = Double(text), number.isFinite { return number }
    for reader in readers {
        if let number = reader(text) { return number }
    }
    return nil
}

private let readers: [@Sendable (String) -> Double?] = [
    { value($0, Energy.self) }, { value($0, Time.self) }, { value($0, Area.self) }, { value($0, Power.self) },
    { value($0, Resistance.self) }, { value($0, Conductance.self) }, { value($0, Voltage.self) },
    { value($0, Current.self) },
    { value($0, Charge.self) }, { value($0, Capacitance.self) }, { value($0, Frequency.self) },
    { value($0, Length.self) },
    { value($0, Temperature.self) }, { value($0, Information.self) }, { value($0, DataRate.self) },
    { value($0, Ratio.self) },
]

private func value<D: Dimension>(_ text: String, _ type: Quantity<D>.Type) -> Double? {
    (try? Quantity<D>(parsing: text))?.si
}

/// The natural logarithm.
func logarithm(_ number: Double) -> Double { Double.log(number) }
