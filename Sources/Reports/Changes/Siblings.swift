import Markup

/// Which children before and after are the same, and how all of them stand in order.
struct Siblings {
    enum Child {
        case both(Element, Element)
        case removed(Element)
        case added(Element)
    }

    private(set) var children: [Child] = []
    /// Indices of all children: those after in their order with the removed ones between, and the other way round.
    private(set) var orderAfter: [Int] = []
    private(set) var orderBefore: [Int] = []

    /// Whether those that stayed stand in another order.
    var isReordered: Bool {
        func stayed(_ order: [Int]) -> [Int] { order.filter { if case .both = children[$0] { true } else { false } } }
        return stayed(orderBefore) != stayed(orderAfter)
    }

    /// - Parameter kinds: what the components of both documents are, by their ids.
    init(_ before: [Element], _ after: [Element], kinds: [String: String]) {
        var partner = [Int?](repeating: nil, count: before.count)
        var isTaken = [Bool](repeating: false, count: after.count)
        // First by what they are called, the first of a name with the first.
        for (index, element) in before.enumerated() {
            guard let match = after.indices.first(where: { !isTaken[$0] && after[$0].step == element.step }) else {
                continue
            }
            partner[index] = match
            isTaken[match] = true
        }
        // Then a part that was exchanged for one that does the same, and a level of another name: the likest.
        for (index, element) in before.enumerated() where partner[index] == nil {
            var likest: (other: Int, likeness: Int)?
            for other in after.indices where !isTaken[other] {
                guard let found = likeness(element, after[other], kinds) else { continue }
                // Of equals the first.
                if found > likest?.likeness ?? Int.min { likest = (other, found) }
            }
            guard let match = likest?.other else { continue }
            partner[index] = match
            isTaken[match] = true
        }
        var childOfAfter = [Int](repeating: 0, count: after.count)
        var childOfBefore = [Int](repeating: 0, count: before.count)
        for (index, element) in before.enumerated() {
            childOfBefore[index] = children.count
            if let match = partner[index] {
                childOfAfter[match] = children.count
                children.append(.both(element, after[match]))
            } else {
                children.append(.removed(element))
            }
        }
        for (index, element) in after.enumerated() where !isTaken[index] {
            childOfAfter[index] = children.count
            children.append(.added(element))
        }
        orderAfter = merged(childOfAfter, with: childOfBefore)
        orderBefore = merged(childOfBefore, with: childOfAfter)
    }
}

/// The first order, and of the second what is not in it, each behind the one it followed there.
private func merged(_ first: [Int], with second: [Int]) -> [Int] {
    var result = first
    let known = Set(first)
    for (place, child) in second.enumerated() where !known.contains(child) {
        let predecessor = place == 0 ? nil : result.firstIndex(of: second[place - 1])
        result.insert(child, at: predecessor.map { $0 + 1 } ?? 0)
    }
    return result
}

/// How alike two elements of different names are; nil where one cannot stand for the other.
private func likeness(_ a: Element, _ b: Element, _ kinds: [String: String]) -> Int? {
    guard a.name == b.name else { return nil }
    if a.name == "level" {
        let steps = Set(b.children.map(\.step))
        return a.children.reduce(0) { sum, child in
            sum + (steps.contains(child.step) ? 2 : 0)
                + (b.children.compactMap {
                    child.name == "level" && $0.name == "level" ? likeness(child, $0, kinds) : nil
                }.max() ?? 0)
        }
    }
    guard let first = a.attribute("ref")?.value, let second = b.attribute("ref")?.value else { return nil }
    guard a.attribute("role")?.value == b.attribute("role")?.value else { return nil }
    guard a.name == "crossbar" || kinds[first] != nil && kinds[first] == kinds[second] else { return nil }
    return zip(first, second).prefix { $0 == $1 }.count
}
