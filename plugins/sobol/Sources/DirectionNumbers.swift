/// The direction numbers of one dimension of Sobol's sequence, as 32-bit
/// fractions: point i has the exclusive or of those where the Gray code of i has
/// a bit set (Antonov and Saleev, 1979).
struct DirectionNumbers {
    /// Dimensions that the table of Joe and Kuo here has.
    static let dimensions = 1024

    private var numbers: [UInt32]

    /// - Parameter line: the primitive polynomial as a binary number, and the
    ///   initial numbers m₁ m₂ …; nil for the first dimension, van der Corput's.
    private init(line: Substring?) {
        guard let line else {
            numbers = (1...32).map { 1 << UInt32(32 - $0) }
            return
        }
        let parts = line.split(separator: " ").map { UInt32($0)! }
        let polynomial = parts[0], degree = parts.count - 1
        numbers = []
        for k in 1...32 {
            guard k > degree else {
                numbers.append(parts[k] << UInt32(32 - k))
                continue
            }
            var number = numbers[k - 1 - degree]
            number ^= number >> UInt32(degree)
            for i in 1..<max(degree, 1) where (polynomial >> UInt32(degree - i)) & 1 == 1 {
                number ^= numbers[k - 1 - i]
            }
            numbers.append(number)
        }
    }

    /// Those of the first dimensions.
    static func first(_ count: Int) -> [DirectionNumbers] {
        precondition(count <= dimensions, "the table has \(dimensions) dimensions")
        return [DirectionNumbers(line: nil)]
            + table.split(separator: ";", maxSplits: count).prefix(max(count - 1, 0)).map { DirectionNumbers(line: $0) }
    }

    /// Coordinate of point `index` in units of 2⁻³².
    func coordinate(_ index: UInt32) -> UInt32 {
        var gray = index ^ (index >> 1), result: UInt32 = 0
        while gray != 0 {
            result ^= numbers[gray.trailingZeroBitCount]
            gray &= gray - 1
        }
        return result
    }
}
