import Hardware
import Mapping
import Markup

extension Document {
    /// The hardware with as many instances of each level as a mapped network needs: numbers in the place of
    /// "as-needed", and levels that it does without left out.
    ///
    /// A level whose instances its parents cannot share evenly stays as needed, at most so many in one of them: any
    /// number in its place would be another chip.
    ///
    /// - Parameter architecture: what this document describes.
    func fitted(to mapped: MappedNetwork, on architecture: Architecture, name: String) -> Document {
        let floorplan = architecture.floorplan()
        let instances = floorplan.instances(crossbars: mapped.crossbars(kinds: architecture.crossbars.count))
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
                let (each, rest) = instances[index].quotientAndRemainder(dividingBy: instances[parent])
                if rest == 0 {
                    attributes = attributes.map { $0.name == "count" ? $0.with("\(each)") : $0 }.filter { $0.name != "at-most" }
                } else if let count = attributes.first(where: { $0.name == "count" }) {
                    attributes = attributes.filter { $0.name != "at-most" } + [count.named("at-most").with("\(each + 1)")]
                }
            }
            return Element(
                name: element.name, attributes: attributes, children: children, text: element.text, location: element.location)
        }
        let root = changed(root)!
        return Document(
            root: Element(
                // The mapping of a design stands beside it.
                name: root.name, attributes: root.attributes.map {
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

    fileprivate func named(_ name: String) -> Attribute {
        Attribute(name: name, value: value, location: location, valueLocation: valueLocation)
    }
}
