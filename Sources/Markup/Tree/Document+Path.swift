import Registration

extension Document {
    /// The attribute that a path leads to.
    ///
    /// - Throws: when it leads to none or to several, or is no path.
    public func attribute(at path: String) throws(AttributePathError) -> Attribute {
        let path = try AttributePath(path)
        return root.descendant(try indices(to: path)).attribute(path.attribute)!
    }

    /// The document with another value for one attribute, and all else as it is.
    ///
    /// The attribute keeps its place, so that what is wrong with the new value is told there.
    ///
    /// - Throws: when the path leads to no attribute or to several, or is no path.
    public func setting(path: String, value: String) throws(AttributePathError) -> Document {
        let path = try AttributePath(path)
        let indices = try indices(to: path)
        return Document(root: root.setting(path.attribute, to: value, at: indices[...]), files: files)
    }

    /// The way from the root to the one element that has the attribute, as child indices.
    private func indices(to path: AttributePath) throws(AttributePathError) -> [Int] {
        var matches: [[Int]] = []
        func visit(_ element: Element, _ way: [Int]) {
            if element.matches(path.steps[0]) { matches.append(way) }
            for (index, child) in element.children.enumerated() { visit(child, way + [index]) }
        }
        visit(root, [])
        if matches.isEmpty {
            var all: [Element] = []
            func collect(_ element: Element) {
                all.append(element)
                element.children.forEach(collect)
            }
            collect(root)
            throw noMatch(path, path.steps[0], among: all)
        }
        for step in path.steps.dropFirst() {
            let parents = matches
            matches = parents.flatMap { way in
                root.descendant(way).children.enumerated().filter { $1.matches(step) }.map { way + [$0.offset] }
            }
            if matches.isEmpty { throw noMatch(path, step, among: parents.flatMap { root.descendant($0).children }) }
        }
        guard let match = matches.first, matches.count == 1 else {
            let places = matches.prefix(3).map { root.descendant($0).location.description }.joined(separator: ", ")
            throw AttributePathError(
                "'\(path)' leads to \(matches.count) elements (\(places)\(matches.count > 3 ? ", …" : ""))",
                hint: "add a condition such as [@id='…'] or [@name='…']")
        }
        let element = root.descendant(match)
        guard element.attribute(path.attribute) != nil else {
            throw AttributePathError(
                "'\(path)': <\(element.name)> at \(element.location) has no attribute '\(path.attribute)'",
                hint: suggestion(for: path.attribute, among: element.attributes.map(\.name)))
        }
        return match
    }

    private func noMatch(
        _ path: AttributePath, _ step: AttributePath.Step, among elements: [Element]
    ) -> AttributePathError {
        let named = elements.filter { $0.name == step.element }
        guard let condition = step.condition, !named.isEmpty else {
            return AttributePathError(
                "'\(path)': there is no <\(step.element)>",
                hint: suggestion(for: step.element, among: unique(elements.map(\.name))))
        }
        let values = unique(named.compactMap { $0.attribute(condition.attribute)?.value })
        return AttributePathError(
            "'\(path)': no <\(step.element)> has \(condition.attribute) '\(condition.value)'",
            hint: suggestion(for: condition.value, among: values))
    }
}

extension Element {
    fileprivate func matches(_ step: AttributePath.Step) -> Bool {
        guard name == step.element else { return false }
        return step.condition.map { attribute($0.attribute)?.value == $0.value } ?? true
    }

    fileprivate func descendant(_ way: [Int]) -> Element {
        way.reduce(self) { $0.children[$1] }
    }

    fileprivate func setting(_ attribute: String, to value: String, at way: ArraySlice<Int>) -> Element {
        var children = children
        var attributes = attributes
        if let index = way.first {
            children[index] = children[index].setting(attribute, to: value, at: way.dropFirst())
        } else if let index = attributes.firstIndex(where: { $0.name == attribute }) {
            let old = attributes[index]
            attributes[index] = Attribute(
                name: old.name, value: value, location: old.location, valueLocation: old.valueLocation)
        }
        return Element(name: name, attributes: attributes, children: children, text: text, location: location)
    }
}

/// Each text once, in order.
private func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
}
