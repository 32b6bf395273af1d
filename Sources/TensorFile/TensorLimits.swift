/// What one tensor may have, so that counts fit 64-bit integers whatever a file says.
public enum TensorLimits {
    /// Elements at most.
    public static let elements = 1 << 36
    /// Extents at most.
    public static let rank = 8

    /// The product of the extents; nil beyond ``elements``.
    ///
    /// Extents of 0 count as 1 against the limit, so that no partial product can overflow.
    /// - Precondition: none is negative.
    public static func count(_ extents: [Int]) -> Int? {
        var count = 1
        for extent in extents {
            let (product, overflows) = count.multipliedReportingOverflow(by: max(extent, 1))
            guard !overflows, product <= elements else { return nil }
            count = product
        }
        return extents.contains(0) ? 0 : count
    }
}
