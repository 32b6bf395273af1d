import Networks

/// A choice about the network itself that a supernet has beside its layers' paths.
///
/// The supernet's network has all blocks and the most channels. Fewer channels are the first of the weights; a block
/// that is left out passes on what it reads (NAX's zero operator).
public enum ShapeChoice: Hashable, Sendable {
    /// Output channels of convolutions that have as many: all layers whose results have them, and the numbers to choose
    /// among.
    case channels(layers: [Int], counts: [Int])
    /// A residual block, and for each choice whether it is there.
    case block(ResidualBlock, isThere: [Bool])

    /// How many choices there are.
    public var options: Int {
        switch self {
        case .channels(_, let counts): counts.count
        case .block(_, let isThere): isThere.count
        }
    }
}
