/// The dimensions that quantities come in; use the short names such as ``Energy`` and ``Time``.
public enum Dimensions {
    /// In joules; electronvolts (CODATA, exact) are read too.
    public enum Energy: Dimension {
        public static let name = "an energy"
        public static let example = "1.67 pJ"
        public static let units = [
            Unit("J", prefixes: .decimal), Unit("eV", factor: 1.602_176_634e-19, prefixes: .decimal),
        ]
        public static let printed = PrintedUnit.engineering("J")
    }
    /// In seconds; minutes, hours, days and Julian years of 365.25 days are read too.
    public enum Time: Dimension {
        public static let name = "a time"
        public static let example = "100 ns"
        public static let units = [
            Unit("s", prefixes: .decimal), Unit("min", factor: 60), Unit("h", factor: 3600),
            Unit("d", "day", "days", factor: 86400), Unit("year", "years", factor: 31_557_600),
        ]
        public static let printed = PrintedUnit.engineering("s", -15...0)
    }
    /// In square metres; a prefix counts twice: 1 mm² is 10⁻⁶ m².
    public enum Area: Dimension {
        public static let name = "an area"
        public static let example = "0.0012 mm²"
        public static let units = [Unit("m²", "m2", "m^2", prefixes: .decimal, prefixPower: 2)]
        /// Square millimetres as far down as 0.001, as architects write them.
        public static let printed = [
            PrintedUnit("m²", from: 1), PrintedUnit("mm²", exponent: -6, from: 1e-9),
            PrintedUnit("µm²", exponent: -12, from: 1e-15), PrintedUnit("nm²", exponent: -18, from: 0),
        ]
    }
    /// Of energy and delay, in joule seconds.
    public enum EnergyDelayProduct: Dimension {
        public static let name = "a product of energy and delay"
        public static let example = "20 nJ·s"
        public static let units = [Unit("J·s", "J*s", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("J·s")
    }
    /// Of energy, delay and area; written for square millimetres, in SI for square metres.
    public enum EnergyDelayAreaProduct: Dimension {
        public static let name = "a product of energy, delay and area"
        public static let example = "20 µJ·s·mm²"
        public static let units = [
            Unit("J·s·m²", "J*s*m2", "J*s*m^2", prefixes: .decimal),
            Unit("J·s·mm²", "J*s*mm2", "J*s*mm^2", factor: 1e-6, prefixes: .decimal),
        ]
        public static let printed = Prefix.allCases.reversed().map {
            PrintedUnit($0.symbol + "J·s·mm²", exponent: $0.exponent - 6, from: powerOfTen($0.exponent - 6))
        }
    }
    /// In watts.
    public enum Power: Dimension {
        public static let name = "a power"
        public static let example = "16 mW"
        public static let units = [Unit("W", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("W")
    }
    /// In ohms.
    public enum Resistance: Dimension {
        public static let name = "a resistance"
        public static let example = "2.5 Ω"
        public static let units = [Unit("Ω", "ohm", "Ohm", "ohms", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("Ω")
    }
    /// In siemens.
    public enum Conductance: Dimension {
        public static let name = "a conductance"
        public static let example = "10 µS"
        public static let units = [Unit("S", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("S")
    }
    /// In volts.
    public enum Voltage: Dimension {
        public static let name = "a voltage"
        public static let example = "0.2 V"
        public static let units = [Unit("V", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("V")
    }
    /// In amperes.
    public enum Current: Dimension {
        public static let name = "a current"
        public static let example = "3 µA"
        public static let units = [Unit("A", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("A")
    }
    /// In coulombs.
    public enum Charge: Dimension {
        public static let name = "a charge"
        public static let example = "5 fC"
        public static let units = [Unit("C", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("C")
    }
    /// In farads.
    public enum Capacitance: Dimension {
        public static let name = "a capacitance"
        public static let example = "20 fF"
        public static let units = [Unit("F", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("F")
    }
    /// Clocks in hertz; sample rates of converters may be written "1.2 GS/s".
    public enum Frequency: Dimension {
        public static let name = "a frequency"
        public static let example = "1 GHz"
        public static let units = [Unit("Hz", prefixes: .decimal), Unit("S/s", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("Hz", 0...12)
    }
    /// In metres.
    public enum Length: Dimension {
        public static let name = "a length"
        public static let example = "32 nm"
        public static let units = [Unit("m", prefixes: .decimal)]
        public static let printed = PrintedUnit.engineering("m", -15...0)
    }
    /// Absolute temperature; may be written in degrees Celsius.
    public enum Temperature: Dimension {
        public static let name = "a temperature"
        public static let example = "300 K"
        public static let units = [Unit("K"), Unit("°C", offset: 273.15)]
        public static let printed = [PrintedUnit("K", from: 0)]
    }
    /// An amount of data in bits. kB is 1000 bytes and KiB 1024 (IEC 80000-13).
    public enum Information: Dimension {
        public static let name = "an amount of data"
        public static let example = "64 KiB"
        public static let units = [
            Unit("bit", "bits", prefixes: .decimalAndBinary),
            Unit("B", "byte", "bytes", factor: 8, prefixes: .decimalAndBinary),
        ]
        public static let printed =
            BinaryPrefix.allCases.reversed().map {
                PrintedUnit($0.symbol + "B", factor: 8 * $0.factor, from: 8 * $0.factor)
            }
            + [PrintedUnit("B", factor: 8, from: 8), PrintedUnit("bit", from: 0)]
    }
    /// In bits a second; bytes a second are read too.
    public enum DataRate: Dimension {
        public static let name = "a data rate"
        public static let example = "6.4 GB/s"
        public static let units = [
            Unit("bit/s", "bits/s", prefixes: .decimal), Unit("B/s", factor: 8, prefixes: .decimal),
        ]
        public static let printed = PrintedUnit.engineering("bit/s", 0...12)
    }
    /// A share or ratio, written as a plain number or in percent.
    public enum Ratio: Dimension {
        public static let name = "a ratio"
        public static let example = "15 %"
        public static let units = [Unit(""), Unit("%", factor: 0.01)]
        public static let printed = [PrintedUnit("%", exponent: -2, from: 0)]
    }

    /// All of them, to tell what a text in the wrong unit is.
    static let all: [any Dimension.Type] = [
        Energy.self, Time.self, Area.self, EnergyDelayProduct.self, EnergyDelayAreaProduct.self, Power.self,
        Resistance.self, Conductance.self, Voltage.self,
        Current.self, Charge.self, Capacitance.self, Frequency.self, Length.self, Temperature.self,
        Information.self, DataRate.self, Ratio.self,
    ]
}

/// In joules.
public typealias Energy = Quantity<Dimensions.Energy>
/// In seconds.
public typealias Time = Quantity<Dimensions.Time>
/// In square metres.
public typealias Area = Quantity<Dimensions.Area>
/// In joule seconds.
public typealias EnergyDelayProduct = Quantity<Dimensions.EnergyDelayProduct>
/// In joule second square metres; 1 J·s·mm² is 10⁻⁶ of them.
public typealias EnergyDelayAreaProduct = Quantity<Dimensions.EnergyDelayAreaProduct>
/// In watts.
public typealias Power = Quantity<Dimensions.Power>
/// In ohms.
public typealias Resistance = Quantity<Dimensions.Resistance>
/// In siemens.
public typealias Conductance = Quantity<Dimensions.Conductance>
/// In volts.
public typealias Voltage = Quantity<Dimensions.Voltage>
/// In amperes.
public typealias Current = Quantity<Dimensions.Current>
/// In coulombs.
public typealias Charge = Quantity<Dimensions.Charge>
/// In farads.
public typealias Capacitance = Quantity<Dimensions.Capacitance>
/// In hertz.
public typealias Frequency = Quantity<Dimensions.Frequency>
/// In metres.
public typealias Length = Quantity<Dimensions.Length>
/// In kelvins.
public typealias Temperature = Quantity<Dimensions.Temperature>
/// In bits.
public typealias Information = Quantity<Dimensions.Information>
/// In bits a second.
public typealias DataRate = Quantity<Dimensions.DataRate>
/// A plain number: 0.15 for 15 %.
public typealias Ratio = Quantity<Dimensions.Ratio>
