import Quantities

/// Something a component does once: a conversion, an access, a transfer, an operation.
public struct Action: Sendable, Hashable {
    /// The name by which the cost model asks for it; `ComponentKind.actions` lists those of each kind.
    public var name: ActionName
    /// Dynamic energy of one action.
    public var energy: Energy
    /// Time one action occupies one instance of the component.
    public var time: Time
    /// Bits moved by one read, write, transfer or hop; nil for other actions.
    public var width: Int?
    /// What a conversion takes more for each bit that is asked for; zero where conversions are all alike.
    public var energyPerBit = Energy(si: 0)
    /// Time that it takes more for each of those bits.
    public var timePerBit = Time(si: 0)
    /// For 1, 2, … bits that are asked for, which share of the energy and time of all bits a conversion takes that ends
    /// early; empty where all take the same.
    public var shares: [ConversionShare] = []
    /// What a conversion takes more where its value is the largest; it goes with the mean of the values.
    public var dataEnergy = Energy(si: 0)

    /// - Parameter width: bits moved at once, of a read, write, transfer or hop.
    public init(name: ActionName, energy: Energy, time: Time, width: Int? = nil) {
        self.name = name
        self.energy = energy
        self.time = time
        self.width = width
    }

    /// The action with its energies and times multiplied.
    public func multiplied(energy: Double, time: Double = 1) -> Action {
        var result = self
        result.energy = self.energy * energy
        result.energyPerBit = energyPerBit * energy
        result.dataEnergy = dataEnergy * energy
        result.time = self.time * time
        result.timePerBit = timePerBit * time
        return result
    }

    /// Energy of a conversion of so many bits, of the largest value.
    public func energy(bits: Int) -> Energy { energyWithoutData(bits: bits) + dataEnergy }

    /// Energy of a conversion of so many bits, of the value 0.
    public func energyWithoutData(bits: Int) -> Energy {
        energy * (share(bits: bits)?.energy ?? 1) + energyPerBit * Double(bits)
    }

    /// Time of a conversion of so many bits.
    public func time(bits: Int) -> Time { time * (share(bits: bits)?.time ?? 1) + timePerBit * Double(bits) }

    /// Nil where a conversion of so many bits takes as long as any.
    private func share(bits: Int) -> ConversionShare? { shares.indices.contains(bits - 1) ? shares[bits - 1] : nil }
}

/// What a conversion of fewer bits takes, of one of all bits.
public struct ConversionShare: Sendable, Hashable {
    /// From 0 to 1.
    public var energy: Double
    /// From 0 to 1.
    public var time: Double

    public init(energy: Double, time: Double) {
        self.energy = energy
        self.time = time
    }
}

/// The actions that the cost model counts.
public enum ActionName: String, Sendable, Hashable, CaseIterable {
    /// One conversion of a DAC (one row, one bit stream) or of an ADC (one column sample).
    case convert
    /// One sample taken and held (one column).
    case hold
    /// One access of `width` bits.
    case read, write
    /// One transfer of `width` bits over a bus or link.
    case transfer
    /// One flit of `width` bits through one router.
    case hop
    /// One operation on one value: shift-and-add, ALU operation, activation, comparison.
    case operate
    /// One clock cycle of a unit that runs while its level is active.
    case cycle
}
