/// Where the sum of a row block's products waits to be added to those of the other row blocks.
///
/// A register of so many bits holds sums in steps of 2^shift, halves rounded up, clipped to two's complement.
public struct SumRegister: Hashable, Sendable {
    /// Its width, the sign included.
    public let bits: Int
    /// Its step is 2^shift.
    public let shift: Int

    /// - Parameter shift: its step is 2^shift.
    public init(bits: Int, shift: Int) {
        self.bits = bits
        self.shift = shift
    }

    /// What is left of a sum that was held: the nearest multiple of 2^shift, clipped.
    @inlinable
    public func held(_ sum: Int) -> Int {
        let top = (1 << (bits - 1)) - 1
        let code = (sum + (shift > 0 ? 1 << (shift - 1) : 0)) >> shift
        return min(top, max(-top - 1, code)) << shift
    }
}
