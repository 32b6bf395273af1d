import RealModule

/// CACTI's memories at powers of two of capacity and width; `Scripts/components/cacti_table.py` writes the points.
struct CACTITable: Sendable {
    static let nodes = [22, 32, 45, 65, 90]
    static let standard = CACTITable(cactiPoints)

    /// Logarithms of capacity in bits that the table has, to the base of two.
    private static let capacities = 11...24
    /// The same of widths.
    private static let widths = 5...9
    /// Natural logarithms of read pJ, write pJ, leakage µW, area µm² and access ns; nil where there are fewer than 64
    /// words.
    private var points: [[Double]?]

    private init(_ text: String) {
        points = Array(repeating: nil, count: Self.nodes.count * Self.capacities.count * Self.widths.count)
        for line in text.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Double($0) }
            guard numbers.count == 8, let node = Self.nodes.firstIndex(of: Int(numbers[0])) else { continue }
            points[index(node, Int(numbers[1]), Int(numbers[2]))] = numbers[3...].map { .log($0) }
        }
    }

    private func index(_ node: Int, _ capacity: Int, _ width: Int) -> Int {
        (node * Self.capacities.count + capacity - Self.capacities.lowerBound) * Self.widths.count + width
            - Self.widths.lowerBound
    }

    /// The figures of a memory of at least 64 words, within the table.
    func point(node: Int, bits: Double, width: Double) -> [Double] {
        func place(_ value: Double, in range: ClosedRange<Int>) -> (below: Int, way: Double) {
            let exact = Double.log(value) / .log(2)
            let below = min(range.upperBound - 1, max(range.lowerBound, Int(exact.rounded(.down))))
            return (below, exact - Double(below))
        }
        let (c, p) = place(bits, in: Self.capacities)
        let (w, q) = place(width, in: Self.widths)
        let far = points[index(node, c + 1, w)]!
        // A corner of too few words is continued from the other three.
        let near = points[index(node, c, w)]
        let farWide = points[index(node, c + 1, w + 1)]
        let nearWide = points[index(node, c, w + 1)]
        return far.indices.map { i in
            let f = far[i]
            let n = near?[i] ?? f
            let fw = farWide?[i] ?? f
            let nw = nearWide?[i] ?? (n + fw - f)
            return .exp((1 - p) * ((1 - q) * n + q * nw) + p * ((1 - q) * f + q * fw))
        }
    }
}
