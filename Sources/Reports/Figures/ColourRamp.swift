/// Colours for numbers from 0 to 1, from dark violet over green to yellow: matplotlib's "viridis" (van der
/// Walt and Smith, 2015, public domain), whose lightness grows evenly, so that it also prints in grey.
enum ColourRamp {
    /// Every thirty-second colour of the 256, and the last.
    private static let stops: [(Double, Double, Double)] = [
        (68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141), (39, 173, 129), (92, 200, 99),
        (170, 220, 50), (253, 231, 37),
    ]

    static func colour(_ share: Double) -> Colour {
        let place = min(1, max(0, share)) * Double(stops.count - 1)
        let low = min(stops.count - 2, Int(place))
        let part = place - Double(low)
        func mix(_ a: Double, _ b: Double) -> UInt8 { UInt8((a + (b - a) * part).rounded()) }
        let (a, b) = (stops[low], stops[low + 1])
        return Colour(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
    }
}
