import Diagnostics
import Mapping
import Networks

extension CostModel {
    /// The network placed as a mapping file says, copies balanced where it gives an area.
    ///
    /// - Throws: what ``Planner/place(_:)`` and ``balanced(_:within:at:)`` throw.
    public func place(
        _ network: Network, _ specification: MappingSpecification, mappers: Mappers
    ) throws(InvalidInput) -> MappedNetwork {
        let mapped = try Planner(architecture, specification, mappers: mappers).place(network)
        guard let budget = specification.areaBudget else { return mapped }
        let location =
            specification.areaBudgetLocation
            ?? SourceLocation(file: "mapping \(specification.name)", line: 0, column: 0)
        return try balanced(mapped, within: budget, at: location)
    }

    /// Places and evaluates.
    ///
    /// - Throws: what ``place(_:_:mappers:)`` and ``evaluate(_:fullChip:)`` throw.
    public func evaluate(
        _ network: Network, _ specification: MappingSpecification, mappers: Mappers, fullChip: Bool = false
    ) throws(InvalidInput) -> Evaluation {
        try evaluate(place(network, specification, mappers: mappers), fullChip: fullChip)
    }
}
