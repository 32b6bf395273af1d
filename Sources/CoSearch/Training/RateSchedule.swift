import Random

/// How the learning rate goes from the first step to the last.
public enum RateSchedule: String, Hashable, Sendable, CaseIterable, Codable {
    /// From the highest rate down to 0 along half a cosine (Loshchilov and Hutter, arXiv 1608.03983, one period).
    case cosine
    /// From a 25th of the highest rate up to it along half a cosine, for 3 of 10 steps, then down to a 250,000th
    /// (Smith and Topin, arXiv 1708.07120, with the shares of PyTorch's `OneCycleLR`). The momentum stays.
    case oneCycle = "one-cycle"

    /// The rate of one of `steps` steps, as a share of the highest.
    ///
    /// - Parameters:
    ///   - step: from 0 on.
    ///   - rise: steps in which the rate rises to the highest; 0 for none with ``cosine``, for 3 of 10 with
    ///     ``oneCycle``.
    func share(step: Int, of steps: Int, rise: Double) -> Double {
        switch self {
        case .cosine:
            let done = Double(step), all = Double(max(steps, 1))
            // The first step has a rate above 0, the last of the rise the highest.
            if done < rise { return (done + 1) / (rise.rounded(.up)) }
            let begin = rise.rounded(.up)
            return 0.5 * (1 + Random.cosine(.pi * (done - begin) / max(all - begin, 1)))
        case .oneCycle:
            let last = Double(steps - 1), top = (rise > 0 ? rise : 0.3 * Double(steps)) - 1
            let first = 1.0 / 25, end = first / 1e4
            let done = Double(step)
            if top > 0, done <= top { return Self.between(first, 1, done / top) }
            return Self.between(1, end, (done - top) / max(last - top, 1))
        }
    }

    /// Half a cosine from one number to another.
    private static func between(_ first: Double, _ last: Double, _ part: Double) -> Double {
        last + (first - last) / 2 * (1 + Random.cosine(.pi * part))
    }
}
