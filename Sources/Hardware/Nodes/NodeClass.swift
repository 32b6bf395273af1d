/// What of a part makes its figures, and so how they follow the node.
public enum NodeClass: String, Sendable, Hashable, CaseIterable {
    /// Gates: Stillmaker and Baas.
    case logic
    /// Memory arrays: the area of SRAM cells, energy as logic's.
    case sram
    /// Converters and sampling: how Murmann's survey of ADCs follows the node; as fast as before.
    case analog
    /// Wires between blocks that shrink: length with the root of logic's area, capacitance a length unchanged.
    case wire
    /// What does not follow the node of the chip: pins, links off the chip, memories beyond it.
    case fixed
}
