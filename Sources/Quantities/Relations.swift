// The products and quotients of quantities that have a meaning of their own.

// Energy, power, time and frequency: E = P·t, P = E·f, f = 1/t.
@inlinable public func * (a: Power, b: Time) -> Energy { Energy(si: a.si * b.si) }
@inlinable public func * (a: Time, b: Power) -> Energy { Energy(si: a.si * b.si) }
@inlinable public func / (a: Energy, b: Time) -> Power { Power(si: a.si / b.si) }
@inlinable public func / (a: Energy, b: Power) -> Time { Time(si: a.si / b.si) }
@inlinable public func * (a: Energy, b: Frequency) -> Power { Power(si: a.si * b.si) }
@inlinable public func * (a: Frequency, b: Energy) -> Power { Power(si: a.si * b.si) }
@inlinable public func / (a: Power, b: Frequency) -> Energy { Energy(si: a.si / b.si) }
/// How often something of that frequency happens in that time.
@inlinable public func * (a: Frequency, b: Time) -> Double { a.si * b.si }
/// How often something of that frequency happens in that time.
@inlinable public func * (a: Time, b: Frequency) -> Double { a.si * b.si }

// Ohm's law and the power in it: V = I·R, I = V·G, P = V·I.
@inlinable public func / (a: Voltage, b: Resistance) -> Current { Current(si: a.si / b.si) }
@inlinable public func / (a: Voltage, b: Current) -> Resistance { Resistance(si: a.si / b.si) }
@inlinable public func / (a: Current, b: Voltage) -> Conductance { Conductance(si: a.si / b.si) }
@inlinable public func * (a: Voltage, b: Conductance) -> Current { Current(si: a.si * b.si) }
@inlinable public func * (a: Conductance, b: Voltage) -> Current { Current(si: a.si * b.si) }
@inlinable public func * (a: Current, b: Resistance) -> Voltage { Voltage(si: a.si * b.si) }
@inlinable public func * (a: Resistance, b: Current) -> Voltage { Voltage(si: a.si * b.si) }
@inlinable public func * (a: Voltage, b: Current) -> Power { Power(si: a.si * b.si) }
@inlinable public func * (a: Current, b: Voltage) -> Power { Power(si: a.si * b.si) }

// Charge: Q = I·t = C·V, τ = R·C.
@inlinable public func * (a: Current, b: Time) -> Charge { Charge(si: a.si * b.si) }
@inlinable public func / (a: Charge, b: Time) -> Current { Current(si: a.si / b.si) }
@inlinable public func * (a: Capacitance, b: Voltage) -> Charge { Charge(si: a.si * b.si) }
@inlinable public func * (a: Charge, b: Voltage) -> Energy { Energy(si: a.si * b.si) }
@inlinable public func * (a: Resistance, b: Capacitance) -> Time { Time(si: a.si * b.si) }

// Geometry.
@inlinable public func * (a: Length, b: Length) -> Area { Area(si: a.si * b.si) }
@inlinable public func / (a: Area, b: Length) -> Length { Length(si: a.si / b.si) }

// Data.
@inlinable public func / (a: Information, b: Time) -> DataRate { DataRate(si: a.si / b.si) }
@inlinable public func / (a: Information, b: DataRate) -> Time { Time(si: a.si / b.si) }
@inlinable public func * (a: DataRate, b: Time) -> Information { Information(si: a.si * b.si) }

extension Quantity<Dimensions.Time> {
    /// 1/t.
    @inlinable public var reciprocal: Frequency { Frequency(si: 1 / si) }
}

extension Quantity<Dimensions.Frequency> {
    /// The period, 1/f.
    @inlinable public var reciprocal: Time { Time(si: 1 / si) }
}

extension Quantity<Dimensions.Resistance> {
    /// 1/R; infinite for a short.
    @inlinable public var reciprocal: Conductance { Conductance(si: 1 / si) }
}

extension Quantity<Dimensions.Conductance> {
    /// 1/G; infinite for an open circuit.
    @inlinable public var reciprocal: Resistance { Resistance(si: 1 / si) }
}
