import Hardware
import Quantities
import RealModule

/// The channel of an access transistor: the law of Shichman and Hodges (IEEE J. Solid-State Circuits 3, 1968), which is
/// SPICE's level 1.
///
/// Between its terminals at V and V + v, v ≥ 0, with x = V_G − V_T − V above threshold,
///
///     I = β·(1 + λ·v)·(x − v/2)·v  while v < x,   β/2·(1 + λ·v)·x²  beyond,   0 for x ≤ 0.
///
/// It is the same seen from either end: whichever is lower is the source. Left out: body effect (the source lies within
/// millivolts of the bulk at 0 V when inputs are positive), conduction below threshold, velocity saturation.
struct Channel {
    /// β, in A/V².
    let transconductance: Double
    /// V_G − V_T: the gate above its threshold for a source at 0 V.
    let overdrive: Double
    /// λ, in 1/V.
    let modulation: Double

    /// Nil for a law without a gate.
    init?(_ law: CellLaw) {
        guard let drive = law.gateDrive else { return nil }
        overdrive = (drive.voltage - drive.threshold).si
        transconductance = 1 / (law.accessResistance.si * overdrive)
        modulation = drive.earlyVoltage.map { 1 / $0.si } ?? 0
    }

    /// With one terminal at `low` and the other `v` ≥ 0 above: the current, its derivative by `v`, and how much it
    /// falls as both rise by a volt.
    private func current(_ low: Double, _ v: Double) -> (current: Double, rise: Double, fall: Double) {
        let x = overdrive - low
        guard x > 0 else { return (0, 0, 0) }
        let lengthening = 1 + modulation * v
        if v < x {
            let parabola = (x - v / 2) * v
            return (
                transconductance * lengthening * parabola,
                transconductance * (lengthening * (x - v) + modulation * parabola), transconductance * lengthening * v
            )
        }
        return (
            transconductance / 2 * lengthening * x * x, transconductance / 2 * modulation * x * x,
            transconductance * lengthening * x
        )
    }

    /// From the drain, `v` above (or below) the source at `source`: the current, its derivative by the drain's voltage,
    /// and minus that by the source's.
    func response(drain v: Double, above source: Double) -> (current: Double, drainSlope: Double, sourceSlope: Double) {
        if v >= 0 {
            let (current, rise, fall) = current(source, v)
            return (current, rise, rise + fall)
        }
        let (current, rise, fall) = current(source + v, -v)
        return (-current, rise + fall, rise)
    }
}

/// Current from word line to bit line of one cell, and its derivatives: by the word line's voltage, and minus that by
/// the bit line's.
struct CellResponse {
    var current = 0.0
    var wordSlope = 0.0
    var bitSlope = 0.0
}

extension CellLaw {
    /// Response of a cell of small-signal conductance `g` and the transistor in series with it.
    ///
    /// The voltage w of the drain above the bit line is where the device's current, falling with w, meets the
    /// channel's, which rises: Newton's method, kept inside an interval that always holds the root.
    func response(of g: Double, through channel: Channel, word: Double, bit: Double) -> CellResponse {
        let total = word - bit
        guard g > 0 else { return CellResponse() }
        var (low, high) = (min(0, total), max(0, total))
        // Where an ohmic channel would divide the voltage.
        let open = channel.transconductance * max(channel.overdrive - max(0, bit), 0)
        var w = total * g / (g + open)
        var device = ohmicOrSinh(g, total - w)
        var carried = channel.response(drain: w, above: bit)
        for _ in 0..<200 {
            let excess = device.current - carried.current
            if excess > 0 { low = w } else if excess < 0 { high = w } else { break }
            var next = w + excess / (device.slope + carried.drainSlope)
            if !(next > low && next < high) { next = low + (high - low) / 2 }
            // Neighbouring numbers: there is nothing between.
            if next == w || next == low || next == high { break }
            w = next
            device = ohmicOrSinh(g, total - w)
            carried = channel.response(drain: w, above: bit)
        }
        // Of the two currents, which agree, the one over the larger voltage has more digits.
        let sum = device.slope + carried.drainSlope
        return CellResponse(
            current: abs(total - w) > abs(w) ? device.current : carried.current,
            wordSlope: device.slope * carried.drainSlope / sum, bitSlope: device.slope * carried.sourceSlope / sum)
    }

    /// The device alone.
    private func ohmicOrSinh(_ g: Double, _ voltage: Double) -> (current: Double, slope: Double) {
        guard let scale = nonlinearity?.si else { return (g * voltage, g) }
        let x = voltage / scale
        return (g * scale * Double.sinh(x), g * Double.cosh(x))
    }
}
