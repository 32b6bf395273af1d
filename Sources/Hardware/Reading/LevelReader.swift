import Diagnostics
import Markup

/// Reads the levels of a chip, and knows where each kind of crossbar has been placed.
struct LevelReader {
    private let components: NameTable<Component>
    private let crossbars: NameTable<CrossbarKind>
    private var placed: [String: SourceLocation] = [:]

    init(components: NameTable<Component>, crossbars: NameTable<CrossbarKind>) {
        self.components = components
        self.crossbars = crossbars
    }

    /// A `<level>` with all below it; nil, and diagnostics, when its own attributes are wrong.
    ///
    /// - Parameter instances: of the level above, on the largest chip.
    mutating func level(
        _ element: Element, isChip: Bool = false, instances: Int = 1, _ problems: inout Problems
    ) -> Level? {
        let name = element.required("name", &problems)?.value
        let count = LevelCount(element, isChip: isChip, &problems)
        let most = product(
            instances, count?.most ?? 1, at: element.attribute("count") ?? element.attribute("at-most"), of: element,
            &problems)
        var parts: [Part] = []
        var groups: [CrossbarGroup] = []
        var levels: [Level] = []
        var names: [String: SourceLocation] = [:]
        for child in element.children {
            switch child.name {
            case "component":
                guard let part = part(child, &problems) else { continue }
                if part.role == .offChipMemory, !isChip || parts.contains(where: { $0.role == .offChipMemory }) {
                    problems.error(
                        at: child.location,
                        isChip
                            ? "there is a memory off the chip already"
                            : "'\(part.component.id)' is off the chip and stands in level '\(name ?? "")'",
                        hint: isChip
                            ? "leave one of the two out; count=\"2\" is for two that work at once"
                            : "put it into the outermost level, beside the link")
                }
                _ = product(most, part.count, at: child.attribute("count"), of: child, &problems)
                parts.append(part)
            case "crossbar":
                guard let group = group(child, &problems) else { continue }
                _ = product(most, group.count, at: child.attribute("count"), of: child, &problems)
                groups.append(group)
            case "level":
                if let name = child.attribute("name") {
                    if let first = names[name.value] {
                        problems.error(
                            at: name.valueLocation, "there is a level '\(name.value)' here already, at \(first)",
                            hint: "give one of the two another name")
                    }
                    names[name.value] = child.location
                }
                if let level = level(child, instances: most, &problems) { levels.append(level) }
            default: break
            }
        }
        if element.children.isEmpty {
            problems.error(
                at: element.location, "level '\(name ?? "")' is empty",
                hint: "give it components, crossbars or levels, or take it out")
        } else if case .asNeeded = count, !holdsCrossbars(element) {
            problems.error(
                at: element.attribute("count")?.valueLocation ?? element.location,
                "level '\(name ?? "")' holds no crossbar, so that none is ever needed", hint: "give it a fixed count")
        }
        guard let name, let count else { return nil }
        return Level(
            name: name, count: count, parts: parts, crossbars: groups, levels: levels, location: element.location)
    }

    /// What has to hold of the chip as a whole.
    func checkChip(_ chip: Level?, at location: SourceLocation, _ problems: inout Problems) {
        guard placed.isEmpty, !problems.hasErrors else { return }
        problems.error(
            at: location, "the chip has no crossbar", hint: "add <crossbar ref=\"…\" count=\"…\"/> to one of its levels"
        )
    }

    private mutating func group(_ element: Element, _ problems: inout Problems) -> CrossbarGroup? {
        let count = element.attribute("count") == nil ? 1 : element.integer("count", in: Plausible.count, &problems)
        guard let reference = element.required("ref", &problems) else { return nil }
        let kind = crossbars.find(reference, &problems)
        if let first = placed[reference.value] {
            problems.error(
                at: reference.valueLocation, "crossbar '\(reference.value)' has its place already, at \(first)",
                hint: "define another crossbar of the same make for this place")
            return nil
        }
        placed[reference.value] = element.location
        guard let kind, let count, let index = crossbars.index(of: reference.value) else { return nil }
        // Each set of weights counts as a crossbar.
        return CrossbarGroup(kind: index, count: count * kind.weightSets, location: element.location)
    }

    private func part(_ element: Element, _ problems: inout Problems) -> Part? {
        let count = element.attribute("count") == nil ? 1 : element.integer("count", in: Plausible.count, &problems)
        let sharedBy =
            element.attribute("shared-by") == nil ? 1 : element.integer("shared-by", in: Plausible.count, &problems)
        guard let reference = element.required("ref", &problems), let component = components.find(reference, &problems),
            let role = role(of: component, reference, element, &problems)
        else { return nil }
        for action in role.actions where component.action(action) == nil {
            problems.error(
                at: reference.valueLocation,
                "component '\(component.id)' has no action '\(action.rawValue)', which its role asks for",
                hint: "add <action name=\"\(action.rawValue)\" …/> to it")
        }
        let accesses = element.integer("accesses-per-mvm", in: Plausible.count, &problems)
        if role == .instructions, element.attribute("accesses-per-mvm") == nil {
            problems.error(
                at: element.location, "an instruction memory without accesses-per-mvm is never read",
                hint: "add accesses-per-mvm=\"…\"")
        } else if role != .instructions, let attribute = element.attribute("accesses-per-mvm") {
            problems.error(
                at: attribute.location, "accesses-per-mvm is counted for role=\"instructions\" alone",
                hint: "take it out")
        }
        guard let count, let sharedBy else { return nil }
        return Part(
            component: component, role: role, count: count, sharedBy: sharedBy, accessesPerMVM: accesses ?? 0,
            location: element.location)
    }

    private func role(
        of component: Component, _ reference: Attribute, _ element: Element, _ problems: inout Problems
    ) -> Role? {
        let possible = Role.allCases.filter { $0.kinds.contains(component.kind) }
        if let attribute = element.attribute("role") {
            guard let role = element.keyword("role", as: Role.self, &problems) else { return nil }
            if possible.contains(role) { return role }
            problems.error(
                at: attribute.valueLocation,
                "'\(component.id)' is of kind \(component.kind.rawValue) and cannot be the \(role.rawValue)",
                hint: suggestion(for: role.rawValue, among: possible.map(\.rawValue)))
            return nil
        }
        if let role = component.kind.defaultRole { return role }
        let words = possible.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        problems.error(
            at: reference.valueLocation,
            "'\(component.id)' is of kind \(component.kind.rawValue), whose role is not plain",
            hint: possible == [.passive]
                ? "name it in a <crossbar>, or add role=\"passive\"" : "add a role, one of \(words)")
        return nil
    }

    /// `a` · `b`, or the largest number allowed and a diagnostic when that is exceeded.
    private func product(
        _ a: Int, _ b: Int, at attribute: Attribute?, of element: Element, _ problems: inout Problems
    ) -> Int {
        let (result, overflow) = a.multipliedReportingOverflow(by: b)
        if !overflow, result <= Plausible.perChip { return result }
        problems.error(
            at: attribute?.valueLocation ?? element.location,
            "there are more than \(Plausible.perChip) of these on the chip",
            hint: "make a count here or above smaller")
        return 1
    }

    private func holdsCrossbars(_ element: Element) -> Bool {
        element.children.contains { $0.name == "crossbar" || $0.name == "level" && holdsCrossbars($0) }
    }
}

extension LevelCount {
    /// On the largest chip; 1 without a limit.
    fileprivate var most: Int {
        switch self {
        case .fixed(let count): count
        case .asNeeded(let atMost): atMost ?? 1
        }
    }

    /// Reads `count` and `at-most`.
    fileprivate init?(_ element: Element, isChip: Bool, _ problems: inout Problems) {
        let atMost = element.integer("at-most", in: Plausible.count, &problems)
        let written = element.attribute("count")
        if let written, isChip, written.value != "1" {
            problems.error(
                at: written.valueLocation, "the outermost level is the chip, of which there is one",
                hint: "take count out")
            return nil
        }
        if let written, written.value == "as-needed" {
            if atMost == nil, element.attribute("at-most") != nil { return nil }
            self = .asNeeded(atMost: atMost)
            return
        }
        var count = 1
        if let written {
            guard let value = Int(written.value), Plausible.count.contains(value) else {
                problems.error(
                    at: written.valueLocation, "count is '\(written.value)'",
                    hint:
                        "a whole number from \(Plausible.count.lowerBound) to \(Plausible.count.upperBound) or 'as-needed' is wanted"
                )
                return nil
            }
            count = value
        }
        if let limit = element.attribute("at-most") {
            problems.error(
                at: limit.location, "at-most limits a count that is as-needed", hint: "write count=\"as-needed\"")
            return nil
        }
        self = .fixed(count)
    }
}
