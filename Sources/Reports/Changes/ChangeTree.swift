import Markup

/// An element that is there before and after, with the numbers of the changes in it.
indirect enum ChangeTree: Sendable {
    case both(Both)
    case removed(Element, change: Int)
    case added(Element, change: Int)

    struct Both: Sendable {
        var before: Element
        var after: Element
        /// In the order of the attributes before, then new ones.
        var attributes: [(name: String, change: Int)] = []
        var text: Int?
        var order: Int?
        var children: [ChangeTree] = []
        var orderBefore: [Int] = []
        var orderAfter: [Int] = []
    }

    /// The element with some of the changes; nil where it is not there.
    func element(applying changes: Set<Int>) -> Element? {
        switch self {
        case .removed(let element, let change): return changes.contains(change) ? nil : element
        case .added(let element, let change): return changes.contains(change) ? element : nil
        case .both(let both):
            var attributes = both.before.attributes
            for (name, change) in both.attributes where changes.contains(change) {
                let new = both.after.attribute(name)
                if let index = attributes.firstIndex(where: { $0.name == name }) {
                    if let new { attributes[index] = new } else { attributes.remove(at: index) }
                } else if let new {
                    attributes.append(new)
                }
            }
            let order = both.order.map(changes.contains) ?? true ? both.orderAfter : both.orderBefore
            let isRewritten = both.text.map(changes.contains) ?? false
            return Element(
                name: both.before.name, attributes: attributes,
                children: order.compactMap { both.children[$0].element(applying: changes) },
                text: isRewritten ? both.after.text : both.before.text, location: both.before.location)
        }
    }
}

/// Walks two documents together and notes every change, in the order of the file after.
struct ChangeCollector {
    private(set) var changes: [Change] = []
    /// What components are, by their ids.
    private let kinds: [String: String]

    init(_ roots: [Element]) {
        var kinds: [String: String] = [:]
        for component in roots.flatMap({ $0.children(named: "component") }) {
            if let id = component.attribute("id"), let kind = component.attribute("kind") {
                kinds[id.value] = kind.value
            }
        }
        self.kinds = kinds
    }

    mutating func compare(_ before: Element, _ after: Element, path parent: String = "") -> ChangeTree {
        let path = before.path(below: parent)
        var both = ChangeTree.Both(before: before, after: after)
        for old in before.attributes {
            let new = after.attribute(old.name)
            guard new?.value != old.value else { continue }
            both.attributes.append((old.name, note(old, new, of: before, path)))
        }
        for new in after.attributes where before.attribute(new.name) == nil {
            both.attributes.append((new.name, note(nil, new, of: before, path)))
        }
        if before.text != after.text {
            both.text = note(
                Change(
                    .text, path: path, before: before.text, after: after.text, location: after.location,
                    isWording: before.name == "description"))
        }
        let siblings = Siblings(before.children, after.children, kinds: kinds)
        if siblings.isReordered { both.order = note(Change(.order, path: path, location: after.location)) }
        var children: [Int: ChangeTree] = [:]
        for index in siblings.orderAfter {
            children[index] =
                switch siblings.children[index] {
                case .both(let old, let new): compare(old, new, path: path)
                case .removed(let old):
                    .removed(
                        old,
                        change: note(
                            Change(
                                .removed, path: old.path(below: path), before: old.summary, location: old.location,
                                isWording: old.name == "description")))
                case .added(let new):
                    .added(
                        new,
                        change: note(
                            Change(
                                .added, path: new.path(below: path), after: new.summary, location: new.location,
                                isWording: new.name == "description")))
                }
        }
        both.children = siblings.children.indices.map { children[$0]! }
        both.orderBefore = siblings.orderBefore
        both.orderAfter = siblings.orderAfter
        return .both(both)
    }

    private mutating func note(_ old: Attribute?, _ new: Attribute?, of element: Element, _ path: String) -> Int {
        let name = (old ?? new)!.name
        return note(
            Change(
                .attribute, path: "\(path)/@\(name)", before: old?.value, after: new?.value,
                location: (new ?? old)!.location,
                isWording: isWording(name, of: element.name)))
    }

    private mutating func note(_ change: Change) -> Int {
        changes.append(change)
        return changes.count - 1
    }
}

extension Element {
    fileprivate func path(below parent: String) -> String {
        startsPaths || parent.isEmpty ? step : "\(parent)/\(step)"
    }
}
