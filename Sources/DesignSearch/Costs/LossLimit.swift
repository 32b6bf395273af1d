import Diagnostics
import Optimisation

/// A limit on the sum of what layers' choices add to the loss, as a table of costs holds it: something that every
/// choice takes of, and of which there is so much, as of crossbars of a kind on a chip that cannot grow: a
/// ``Optimisation/LayerTable/Resource``. What looks into the table keeps to it without knowing what it is.
///
/// Counts are whole numbers. Rises in whole steps, as `nas estimate` and `nas losses` write them, are counted in the
/// largest step of which all differences are multiples: then sums are exact. Where there is none that is large enough,
/// with m_l the least rise of layer l, x the limit and R = x − Σ_l m_l the room, a choice of rise r takes ⌈(r −
/// m_l)·N/R⌉ of N. Rounded up, they let no design pass that is beyond the limit; a design nearer to it than R·layers/N
/// may be passed over.
struct LossLimit {
    let placed: PlacedLosses
    /// Of the sum of rises; nil where it is an objective and has no limit.
    let most: Double?
    /// Of the limit or the objective, in the search file.
    let location: SourceLocation

    /// N: below 2¹⁵, since exact compares counts of 15 bits four at a time.
    private static let steps = 30_000

    /// By how much each choice of each layer raises the loss.
    /// - Throws: `InvalidInput` where a choice has no rise.
    func rises(_ layers: [(name: String, options: [LayerOption])]) throws(InvalidInput) -> [[Double]] {
        var problems = Problems()
        var rises: [[Double]] = []
        for (name, options) in layers {
            // A layer without a choice adds nothing.
            if options.count == 1, placed.losses.rise(of: options[0], at: name) == nil {
                rises.append([0])
                continue
            }
            let found = options.map { placed.losses.rise(of: $0, at: name) }
            if let missing = found.firstIndex(where: { $0 == nil }) {
                problems.error(
                    at: placed.location, "layer '\(name)' has no rise for \(options[missing].words)",
                    hint: "measure them on a search with the same choices: naxdse nas losses")
            } else {
                rises.append(found.map { $0! })
            }
        }
        try problems.throwIfAny()
        return rises
    }

    /// By how much each value of parameters that change the network raises the loss.
    /// - Throws: `InvalidInput` where one has no rise.
    func rises(of parameters: [Parameter]) throws(InvalidInput) -> [[Double]] {
        var problems = Problems()
        let rises = parameters.map { parameter in
            let values = (0..<(parameter.domain.count ?? 0)).map {
                parameter.domain.text(of: parameter.domain.value(at: $0))
            }
            return values.map { value -> Double in
                if let rise = placed.losses.rise(of: value, at: parameter.target) { return rise }
                if values.count > 1 {
                    problems.error(
                        at: placed.location, "'\(parameter.name)' has no rise for \(value)",
                        hint: "estimate them on a search with the same choices: naxdse nas estimate")
                }
                return 0
            }
        }
        try problems.throwIfAny()
        return rises
    }

    /// What rows take of the limit.
    /// - Parameter rises: for each layer, of each of its rows.
    /// - Throws: `InvalidInput` where no design keeps to the limit.
    func counts(
        _ rises: [[Double]]
    ) throws(InvalidInput) -> (counts: [[Int]], limit: Int, scale: (step: Double, least: Double)) {
        let least = rises.map { $0.min()! }
        let sum = least.reduce(0, +), range = zip(rises, least).reduce(0) { $0 + $1.0.max()! - $1.1 }
        // Rounding of the sum is no reason to refuse its own value.
        let tolerance = 1e-12 * rises.joined().reduce(0) { $0 + abs($1) }
        let room = most.map { $0 - sum } ?? range
        guard room >= -tolerance else {
            throw InvalidInput([
                Diagnostic(
                    at: location, "no design adds so little to the loss: the least sum is \(sum)",
                    hint: "allow at least that")
            ])
        }
        if let step = Self.commonStep(rises, least), range / step <= Double(Self.steps) {
            let counts = zip(rises, least).map { rises, least in rises.map { Int((($0 - least) / step).rounded()) } }
            let all = counts.reduce(0) { $0 + $1.max()! }
            return (counts, min(all, Int(((room + tolerance) / step + 1e-6).rounded(.down))), (step, sum))
        }
        let step = max(room, tolerance) / Double(Self.steps)
        let counts = zip(rises, least).map { rises, least in
            rises.map { rise in
                let over = rise - least
                return over <= 0
                    ? 0 : step > 0 ? Int(min((over / step).rounded(.up), Double(Self.steps + 1))) : Self.steps + 1
            }
        }
        return (counts, Self.steps, (step, sum))
    }

    /// The largest whole number of millionths of which all rises over their least ones are multiples; nil where some
    /// are no whole millionths.
    private static func commonStep(_ rises: [[Double]], _ least: [Double]) -> Double? {
        var common = 0
        for (rises, least) in zip(rises, least) {
            for rise in rises {
                let millionths = (rise - least) * 1e6
                guard abs(millionths) < 1e12, abs(millionths - millionths.rounded()) < 1e-3 else { return nil }
                var (a, b) = (common, Int(millionths.rounded()))
                while b != 0 { (a, b) = (b, a % b) }
                common = a
            }
        }
        return Double(max(common, 1)) * 1e-6
    }
}
