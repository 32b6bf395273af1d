import Diagnostics

/// An element of a document that was read, with its place in its file.
public struct Element: Hashable, Sendable {
    /// Without a namespace or prefix.
    public let name: String
    /// In the order in which they are written, without namespace declarations; then those that an include gives.
    public let attributes: [Attribute]
    /// Elements directly in it, in order.
    public let children: [Element]
    /// Character data directly in the element, white space trimmed at both ends.
    public let text: String
    /// Where the start tag begins (the `<`).
    public let location: SourceLocation

    /// - Parameter location: where the start tag begins (the `<`).
    public init(name: String, attributes: [Attribute], children: [Element], text: String, location: SourceLocation) {
        self.name = name
        self.attributes = attributes
        self.children = children
        self.text = text
        self.location = location
    }

    /// The attribute of that name, or nil.
    public func attribute(_ name: String) -> Attribute? {
        attributes.first { $0.name == name }
    }

    /// The children of that name, in order.
    public func children(named name: String) -> [Element] {
        children.filter { $0.name == name }
    }

    /// The first child of that name, or nil.
    public func child(_ name: String) -> Element? {
        children.first { $0.name == name }
    }
}

/// An attribute of an ``Element``.
public struct Attribute: Hashable, Sendable {
    /// With its prefix, if it has one.
    public let name: String
    /// With references and white space resolved as XML says.
    public let value: String
    /// Where the name begins.
    public let location: SourceLocation
    /// Where the value begins, after the quotation mark.
    public let valueLocation: SourceLocation

    /// - Parameter valueLocation: where the value begins, after the quotation mark.
    public init(name: String, value: String, location: SourceLocation, valueLocation: SourceLocation) {
        self.name = name
        self.value = value
        self.location = location
        self.valueLocation = valueLocation
    }
}
