import Diagnostics
import Markup
import Quantities

/// What a hardware file and its libraries define, in the order of the text; ids are unique in each kind.
struct Definitions {
    private(set) var devices = NameTable<Element>(of: "device")
    private(set) var components = NameTable<Element>(of: "component")
    private(set) var crossbars = NameTable<Element>(of: "crossbar")
    /// What is assumed of the leakage of components, by their ids, where it is unknown.
    private(set) var assumptions: [String: LeakageAssumption] = [:]
    /// The nodes that figures are for and are taken at, by the ids of components; and of crossbars.
    private(set) var nodes: [String: NodeMove] = [:]
    private(set) var crossbarNodes: [String: NodeMove] = [:]

    init(of root: Element, _ problems: inout Problems) {
        collect(root, nil, NodeMove(of: root, chip: root, &problems), chip: root, &problems)
    }

    /// - Parameter outer: what the library or file around says of unknown leakage; what is nearer goes before.
    private mutating func collect(
        _ element: Element, _ outer: LeakageAssumption?, _ move: NodeMove, chip: Element, _ problems: inout Problems
    ) {
        let assumption = element.child("assume").flatMap { LeakageAssumption($0, &problems) } ?? outer
        for child in element.children {
            if child.name == "component", let id = child.attribute("id")?.value, components[id] == nil {
                assumptions[id] = assumption
                nodes[id] = move
            }
            if child.name == "crossbar", let id = child.attribute("id")?.value, crossbars[id] == nil {
                crossbarNodes[id] = move
            }
            switch child.name {
            case "library":
                collect(child, assumption, NodeMove(of: child, chip: chip, &problems), chip: chip, &problems)
            case "device": devices.define(child, as: child.required("id", &problems), at: child.location, &problems)
            case "component":
                components.define(child, as: child.required("id", &problems), at: child.location, &problems)
            case "crossbar": crossbars.define(child, as: child.required("id", &problems), at: child.location, &problems)
            default: break
            }
        }
    }
}

/// `<assume leakage="10 %" because="…"/>`: of the power at full activity, where leakage is unknown.
struct LeakageAssumption {
    let share: Double
    let reason: String

    init?(_ element: Element, _ problems: inout Problems) {
        let leakage = element.required("leakage", &problems)
        let reason = element.required("because", &problems)
        guard let leakage, let reason else { return nil }
        guard let share = Percentage(leakage.value)?.share, (0..<1).contains(share) else {
            problems.error(
                at: leakage.valueLocation, "leakage is '\(leakage.value)'",
                hint: "a share of the power at full activity is wanted, from '0 %' to below '100 %'")
            return nil
        }
        self.share = share
        self.reason = reason.value
    }
}

/// Things that a file names, by name and in their order. A thing that is wrong keeps its name without
/// a value, so that what refers to it is not told to be wrong as well.
struct NameTable<Value> {
    /// In the singular, for messages: "component".
    let kind: String
    private(set) var names: [String] = []
    private var entries: [String: (value: Value?, location: SourceLocation)] = [:]

    init(of kind: String) {
        self.kind = kind
    }

    /// The values that are right, in order.
    var values: [Value] { names.compactMap { entries[$0]?.value } }

    /// Adds a value; a second one of the same name is an error.
    mutating func define(_ value: Value?, as name: Attribute?, at location: SourceLocation, _ problems: inout Problems)
    {
        guard let name else { return }
        if let first = entries[name.value] {
            problems.error(
                at: name.valueLocation, "there is a \(kind) '\(name.value)' already, at \(first.location)",
                hint: "give one of the two another id")
            return
        }
        names.append(name.value)
        entries[name.value] = (value, location)
    }

    /// Whether something has the name, be it right or wrong.
    func contains(_ name: String) -> Bool { entries[name] != nil }

    /// The value of that name when there is one and it is right.
    subscript(name: String) -> Value? { entries[name]?.value }

    /// Whether something has the name and is wrong, which has been told before.
    func isBroken(_ name: String) -> Bool { entries[name].map { $0.value == nil } ?? false }

    /// The position among ``values``.
    func index(of name: String) -> Int? {
        names.filter { entries[$0]?.value != nil }.firstIndex(of: name)
    }

    /// What an attribute refers to; nil, and a diagnostic with the nearest name, when nothing has that name.
    func find(_ attribute: Attribute?, _ problems: inout Problems) -> Value? {
        guard let attribute else { return nil }
        if let entry = entries[attribute.value] { return entry.value }
        problems.error(
            at: attribute.valueLocation, "no \(kind) is named '\(attribute.value)'",
            hint: names.isEmpty ? "define it with <\(kind) id=\"…\" …>" : suggestion(for: attribute.value, among: names)
        )
        return nil
    }

    /// The table with each value replaced; nil marks one that is wrong.
    func mapValues<New>(_ change: (Value) -> New?) -> NameTable<New> {
        var result = NameTable<New>(of: kind)
        result.names = names
        result.entries = [:]
        // In the order of the file, so that diagnostics come in that order.
        for name in names {
            guard let entry = entries[name] else { continue }
            result.entries[name] = (entry.value.flatMap(change), entry.location)
        }
        return result
    }
}
