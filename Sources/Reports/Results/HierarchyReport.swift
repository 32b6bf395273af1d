import Cost
import Hardware
import Quantities

extension HierarchyNode {
    /// `name count area_mm2 power_W leakage_W capacity_bit children`; figures are those of one instance.
    public var json: JSON {
        .object(
            [
                .init("name", .string(name)), .init("count", .number(count)), .init("area_mm2", .number(area.si * 1e6)),
                .init("power_W", .number(power.si)), .init("leakage_W", .number(leakage.si)),
            ]
                + (isAsNeeded ? [.init("as_needed", true)] : [])
                + (capacity.map { [.init("capacity_bit", .number($0.si))] } ?? [])
                + (isOffChip ? [.init("off_chip", true)] : [])
                + [.init("children", .array(children.map(\.json)))])
    }

    /// The same with what a network needs of buffers, where one was placed.
    public func json(_ buffers: [BufferReport]?) -> JSON {
        guard let buffers, case .object(let members) = json else { return json }
        return .object(members + [.init("buffers", .array(buffers.map(\.json)))])
    }

    /// The hierarchy as a tree: how many of each, and the figures of one and of all in one parent.
    public var table: Table {
        Table(
            columns: [
                .init("part", .leading), .init("count", .trailing), .init("area each", .trailing),
                .init("area", .trailing),
                .init("power each", .trailing), .init("power", .trailing), .init("leakage", .trailing),
                .init("holds", .trailing),
            ],
            rows: rows(lead: "", branch: "", isRoot: true))
    }

    private func rows(lead: String, branch: String, isRoot: Bool) -> [[Table.Cell]] {
        let number = count == count.rounded() ? "\(Int(count))" : count.text(significant: 3)
        let row: [Table.Cell] = [
            .init(branch + name), .init(isRoot ? "" : isAsNeeded ? "≤ \(number)" : number), .init(area.formatted()),
            .init((area * count).formatted()), .init(power.formatted()), .init((power * count).formatted()),
            .init((leakage * count).formatted()), .init(capacity?.formatted() ?? ""),
        ]
        return [row]
            + children.enumerated().flatMap { index, child in
                let isLast = index == children.count - 1
                return child.rows(
                    lead: lead + (isLast ? "   " : "│  "), branch: lead + (isLast ? "└─ " : "├─ "), isRoot: false)
            }
    }

    /// The tree as rows: the path to each part, and its figures.
    public var csv: CSV {
        CSV(
            header: ["part", "count", "area_mm2", "power_W", "leakage_W", "capacity_bit"],
            rows: paths(name).map { path, node in
                [
                    .text(path), .number(node.count), .number(node.area.si * 1e6), .number(node.power.si),
                    .number(node.leakage.si),
                    node.capacity.map { .number($0.si) } ?? .empty,
                ]
            })
    }

    private func paths(_ path: String) -> [(String, HierarchyNode)] {
        [(path, self)] + children.flatMap { $0.paths("\(path)/\($0.name)") }
    }
}

extension Architecture {
    /// One row for each kind of crossbar: size, cell, converters.
    public var crossbarTable: Table {
        Table(
            columns: [
                .init("crossbar", .leading), .init("cells", .leading), .init("bits a cell", .trailing),
                .init("active rows", .trailing),
                .init("read", .trailing), .init("DAC", .leading), .init("ADC", .leading),
                .init("columns an ADC", .trailing),
            ],
            rows: crossbars.map { kind in
                [
                    .init(kind.id), .init("\(kind.rows)×\(kind.columns)"), .init("\(kind.device.cellBits)"),
                    .init("\(kind.activeRows)"),
                    .init(kind.read.time.formatted()),
                    .init(kind.hasDrivers ? "\(kind.dac.component.id), \(kind.dac.bits) bit" : "none"),
                    .init(
                        kind.isDigital
                            ? (kind.hasColumnUnits ? kind.adc.component.id : "none: digital")
                            : "\(kind.adc.component.id), \(kind.adc.bits) bit"),
                    .init(kind.hasColumnUnits ? "\(kind.adc.columns / kind.weightSets)" : ""),
                ]
            })
    }
}
