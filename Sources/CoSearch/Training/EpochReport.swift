/// What one epoch gave.
public struct EpochReport: Hashable, Sendable, Codable {
    /// From 1 on.
    public var epoch: Int
    /// Mean cross-entropy and share of right answers on the images that the weights were trained with.
    public var loss: Double
    /// See ``loss``: `0 ... 1`.
    public var accuracy: Double
    /// Share of right answers on the images that the weights were not trained with.
    public var validation: Double
    /// J, s and m² of the expected architecture; nil without a search.
    public var energy: Double?
    /// See ``energy``.
    public var delay: Double?
    /// See ``energy``.
    public var area: Double?
    /// Of the gates, 0 to 1.
    public var entropy: Double?
    /// Root mean square of the length of the gates' gradient, of the cross-entropy and of λ·log EDAP: which of the two
    /// moves them; nil where they were not trained.
    public var networkGradient: Double?
    /// See ``networkGradient``.
    public var costGradient: Double?
    /// The likeliest candidates of the layers, then what is likeliest of the network itself.
    public var choices: [Int]?
    /// In runs of earlier versions, which had widths apart: those that were less than the network's. Otherwise nil.
    public var widths: [LayerWidth]?

    /// J·s·mm².
    public var edap: Double? {
        guard let energy, let delay, let area else { return nil }
        return energy * delay * area * 1e6
    }
}
