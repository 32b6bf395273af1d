import Hardware
import Mapping
import Markup

extension Document {
    /// The hardware with as many instances of each level as a mapped network needs: numbers in the place of
    /// "as-needed", and levels that it does without left out.
    ///
    /// A level that leaves some of its parents partly empty stays as needed: a network fills one parent after the
    /// other, and any number in its place would spread it otherwise, over other shared parts.
    ///
    /// - Parameters:
    ///   - floorplan: of what this document describes.
    ///   - instances: of each of its levels.
    func fitted(to floorplan: Floorplan, _ instances: [Int], name: String) -> Document {
        // Elements of levels come in the order of the floorplan: parents before their children.
        var next = 0
        func changed(_ element: Element) -> Element? {
            var attributes = element.attributes
            var index: Int?
            if element.name == "level" {
                index = next
                next += 1
            }
            let children = element.children.compactMap(changed)
            if let index, case .asNeeded = floorplan.levels[index].count, let parent = floorplan.levels[index].parent {
                guard instances[index] > 0 else { return nil }
                let parents = instances[parent], full = parents == 1 ? instances[index] : floorplan.levels[index].limit
                if let full, full * parents == instances[index] {
                    attributes = attributes.map { $0.name == "count" ? $0.with("\(full)") : $0 }.filter {
                        $0.name != "at-most"
                    }
                }
            }
            return Element(
                name: element.name, attributes: attributes, children: children, text: element.text,
                location: element.location)
        }
        let root = changed(root)!
        return Document(
            root: Element(
                // The mapping of a design stands beside it.
                name: root.name,
                attributes: root.attributes.map {
                    switch $0.name {
                    case "name": $0.with(name)
                    case "mapping": $0.with("mapping.xml")
                    default: $0
                    }
                }, children: root.children,
                text: root.text, location: root.location),
            files: files)
    }
}

extension Attribute {
    fileprivate func with(_ value: String) -> Attribute {
        Attribute(name: name, value: value, location: location, valueLocation: valueLocation)
    }
}
