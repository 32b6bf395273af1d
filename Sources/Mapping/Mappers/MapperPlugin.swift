import Registration

/// A mapper under the name by which mapping files find it.
///
/// ```swift
/// public let plugin = MapperPlugin("dense", DenseMapper.self)
/// ```
public struct MapperPlugin: Plugin {
    public let name: String
    public let summary: String
    public var kind: String { "mapper" }
    /// Places one layer; see ``Mapper/place(_:)``.
    public let place: @Sendable (PlacementRequest) -> Result<Placement, MapperError>

    public init<M: Mapper>(_ name: String, _ type: M.Type) {
        self.name = name
        summary = M.summary
        place = { request in
            do throws(MapperError) {
                let placement = try M.place(request)
                try placement.check(on: request)
                return .success(placement)
            } catch { return .failure(error) }
        }
    }
}

/// The mappers that mapping files may name.
public typealias Mappers = Registry<MapperPlugin>

extension Registry<MapperPlugin> {
    /// A registry with the given mappers.
    /// - Throws: where two have one name, or a name is none.
    public init(_ plugins: [MapperPlugin]) throws(RegistrationError) {
        self.init(of: "mapper")
        for plugin in plugins { try register(plugin, as: plugin.name) }
    }
}

extension Placement {
    /// A mapper of the user's own may be wrong; what it says is checked before the cost model builds on it.
    fileprivate func check(on request: PlacementRequest) throws(MapperError) {
        let kind = request.kind
        for block in blocks
        where block.count < 1 || !(1...kind.rows).contains(block.rows) || !(1...kind.columns).contains(block.columns) {
            throw MapperError(
                "the mapper placed \(block.count) blocks of \(block.rows)×\(block.columns) on crossbars of \(kind.rows)×\(kind.columns)",
                hint: "a block has to fit its crossbar: mend the mapper")
        }
        guard cells >= weightCells, inputBlocks >= 1, partialSums >= 1, crossbars >= inputBlocks else {
            throw MapperError(
                "the mapper placed \(weightCells) cells of weights on \(cells) cells in \(crossbars) crossbars with \(inputBlocks) input blocks",
                hint: "every weight has to have a cell and every input block a crossbar: mend the mapper")
        }
    }
}
