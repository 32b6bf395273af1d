import Quantities

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
///
/// A class, so that all stages book into one list: a value handed from stage to stage would be copied at each.
final class DetailedLedger: Ledger {
    /// `[layer × items]`, J.
    private var energy: [Double]
    private let items: Int
    private var row = 0

    init(layers: Int, items: Int) {
        energy = Array(repeating: 0, count: layers * items)
        self.items = items
    }

    func turn(to layer: Int) { row = layer * items }
    func book(_ energy: Double, item: Int) { self.energy[row + item] += energy }

    /// Energy booked for one layer.
    func energy(of layer: Int, item: Int) -> Energy { Energy(si: energy[layer * items + item]) }

    func total(of layer: Int) -> Energy {
        Energy(si: energy[layer * items..<(layer + 1) * items].reduce(0, +))
    }

    /// Energy booked under each item, over all layers.
    func totalsOfItems() -> [Energy] {
        var totals = [Energy](repeating: .zero, count: items)
        for (place, joules) in energy.enumerated() { totals[place % items].si += joules }
        return totals
    }
}
