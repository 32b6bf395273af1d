/// Where the energy of a stage is booked.
protocol Ledger {
    /// From here on what is booked belongs to this layer.
    mutating func turn(to layer: Int)
    /// Energy in joules, under an item of the ``ItemIndex``.
    mutating func book(_ energy: Double, item: Int)
}

/// Only the sum: for a search.
struct SumLedger: Ledger {
    var energy = 0.0

    @inline(__always) mutating func turn(to layer: Int) {}
    @inline(__always) mutating func book(_ energy: Double, item: Int) { self.energy += energy }
}

/// Every layer and item apart: for breakdowns.
struct DetailedLedger: Ledger {
    /// `[layer × items]`, J.
    var energy: [Double]
    let items: Int
    private var row = 0

    init(layers: Int, items: Int) {
        energy = Array(repeating: 0, count: layers * items)
        self.items = items
    }

    mutating func turn(to layer: Int) { row = layer * items }
    mutating func book(_ energy: Double, item: Int) { self.energy[row + item] += energy }
}
