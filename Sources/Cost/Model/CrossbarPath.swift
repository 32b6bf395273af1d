import Hardware

/// The way of one crossbar kind's data: the levels from the one that holds the crossbars out to
/// the chip, with what each has to carry, and the units that compute for it.
///
/// A class, since every stage of every design point takes hold of one.
final class CrossbarPath: Sendable {
    /// Cells of one crossbar.
    let cells: Int
    let converters: Converters
    /// From the level that holds the crossbars outwards.
    let levels: [PathLevel]
    let units: DigitalUnits
    /// Everything at which work of several stages can meet: converters that crossbars share, then the levels' parts,
    /// those of equal capacity beside each other.
    let servers: [Server]

    /// Nil for a kind that the hierarchy does not hold.
    init?(kind index: Int, _ architecture: Architecture, _ floorplan: Floorplan, _ items: ItemIndex) {
        guard let place = floorplan.places[index] else { return nil }
        let kind = architecture.crossbars[index]
        cells = kind.rows * kind.columns
        var servers: [Server] = []
        converters = Converters(
            kind, perInstance: place.perInstance, items.crossbarItems(kind: index, level: place.level, in: floorplan),
            &servers)
        var capacity: Int? = place.perInstance
        var levels: [PathLevel] = []
        for (depth, level) in place.path.enumerated() {
            if depth > 0, let inside = capacity {
                capacity = floorplan.levels[place.path[depth - 1]].limit.map { $0 * inside }
            }
            levels.append(
                PathLevel(
                    level: level, capacity: capacity ?? .max, isChip: depth == place.path.count - 1, floorplan, items,
                    &servers))
        }
        self.levels = levels
        self.servers = servers
        units = DigitalUnits(levels, shiftAndAdd: converters.shiftAndAdd)
    }
}

/// One level on a path.
///
/// A class, as the path is.
final class PathLevel: Sendable {
    /// Index in the floorplan.
    let level: Int
    /// Crossbars of the path's kind in one instance; `Int.max` when the level grows with the network.
    let capacity: Int
    let parts: [PathPart]
    /// Of inputs and of partial sums, in one instance.
    let inputRegister: RegisterRoom
    let outputRegister: RegisterRoom

    init(level: Int, capacity: Int, isChip: Bool, _ floorplan: Floorplan, _ items: ItemIndex, _ servers: inout [Server])
    {
        self.level = level
        self.capacity = capacity
        inputRegister = RegisterRoom(.inputRegister, floorplan.levels[level].parts)
        outputRegister = RegisterRoom(.outputRegister, floorplan.levels[level].parts)
        var parts: [PathPart] = []
        for (place, part) in floorplan.levels[level].parts.enumerated() {
            let item = items[level, place]
            let (together, overflow) = capacity.multipliedReportingOverflow(by: part.sharedBy)
            if part.role.isServer {
                servers.append(
                    Server(
                        item: item, capacity: isChip || overflow ? .max : together, units: Double(part.count),
                        work: .part))
            }
            parts.append(PathPart(part, item: item, server: servers.count - 1))
        }
        self.parts = parts
    }

    /// Instances that hold so many crossbars.
    @inline(__always)
    func instances(_ crossbars: Int) -> Int { capacity >= crossbars ? 1 : (crossbars + capacity - 1) / capacity }
}

/// What the registers of one role hold in an instance of a level.
struct RegisterRoom: Sendable {
    /// `Int.max` where there are none, or the file does not say. Where there are several, each is part of every access,
    /// and the largest counts.
    let bits: Int
    let name: String

    init(_ role: Role, _ parts: [Part]) {
        func bits(_ part: Part) -> Int { part.component.capacity.map { Int($0.si) * part.count } ?? .max }
        let largest = parts.filter { $0.role == role }.max { bits($0) < bits($1) }
        self.bits = largest.map(bits) ?? .max
        name = largest?.component.id ?? ""
    }
}

/// A component at its place on a path, its actions at hand.
struct PathPart: Sendable {
    let role: Role
    /// Index in the ``ItemIndex``.
    let item: Int
    /// Index among the path's servers; of no meaning for what serves nothing.
    let server: Int
    let count: Int
    let sharedBy: Int
    let accessesPerMVM: Int
    let read: Price
    let write: Price
    /// The one action of a component that neither reads nor writes.
    let act: Price

    init(_ part: Part, item: Int, server: Int) {
        let component = part.component
        role = part.role
        self.item = item
        self.server = server
        count = part.count
        sharedBy = part.sharedBy
        accessesPerMVM = part.accessesPerMVM
        read = Price(component, .read)
        write = Price(component, .write)
        act = component.kind.actions.count == 1 ? Price(component, component.kind.actions[0]) : Price.none
    }

    /// Components that work at once when so many instances of the level are in use.
    @inline(__always)
    func units(_ instances: Int) -> Double { Double((instances + sharedBy - 1) / sharedBy * count) }
}

extension Role {
    /// Whether work waits for it: control runs beside all else, and what is passive does nothing.
    fileprivate var isServer: Bool {
        switch self {
        case .control, .passive: false
        default: true
        }
    }
}

/// Energy (J) and time (s) of one action, and the bits it moves.
struct Price: Sendable {
    let energy: Double
    let time: Double
    let width: Int

    static let none = Price(energy: 0, time: 0, width: 1)

    init(energy: Double, time: Double, width: Int) {
        self.energy = energy
        self.time = time
        self.width = width
    }

    init(_ component: Component, _ name: ActionName) {
        guard let action = component.action(name) else {
            self = .none
            return
        }
        self.init(energy: action.energy.si, time: action.time.si, width: action.width ?? component.width ?? 1)
    }

    /// Actions that move so many bits at once.
    @inline(__always)
    func actions(bits: Int) -> Int { (bits + width - 1) / width }
}
