/// Whether a residual block is there.
public enum BlockChoice: String, Hashable, Sendable, CaseIterable {
    case keep
    /// NAX's zero operator: its branch gives 0.
    case none
}

/// A number of channels, as a share of what the network has.
public struct ChannelShare: Hashable, Sendable {
    /// Above 0, at most ``most``; 1 for as many as the network has.
    public let share: Double

    /// The largest share there is.
    public static let most = 64

    /// - Returns: nil for anything but a decimal number above 0 to ``most``.
    public init?(_ text: String) {
        guard let share = Double(text), share > 0, share <= Double(Self.most) else { return nil }
        self.share = share
    }

    /// Whole channels, at least one.
    public func count(of channels: Int) -> Int { max(1, Int((Double(channels) * share).rounded())) }
}
