import Diagnostics

extension Problems {
    /// These and, of others found later in the same document, those about elements that nothing is said of yet:
    /// what a schema finds wrong with an element is the cause of what a reader cannot do with it.
    public func followed(by others: Problems, in document: Document) -> Problems {
        guard !diagnostics.isEmpty else { return others }
        var owners: [SourceLocation: SourceLocation] = [:]
        func visit(_ element: Element) {
            owners[element.location] = element.location
            for attribute in element.attributes {
                owners[attribute.location] = element.location
                owners[attribute.valueLocation] = element.location
            }
            element.children.forEach(visit)
        }
        visit(document.root)
        let faulty = Set(diagnostics.map { owners[$0.location] ?? $0.location })
        var result = self
        result.append(others.diagnostics.filter { !faulty.contains(owners[$0.location] ?? $0.location) })
        return result
    }
}
