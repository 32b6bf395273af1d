/// A piece of a page. Text becomes part of one only by being escaped, and the names of elements and attributes are
/// literals of the program, so that nothing read from a file can become markup.
///
/// ```swift
/// HTML.tag("p", ["class": "note"], "on ", .tag("b", [:], "\(hardware)"))
/// ```
///
/// Also well-formed XML: every element is closed.
public struct HTML: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// What stands in the file.
    public let source: String

    /// Names of the program's own, with their values.
    public struct Attributes: Sendable, ExpressibleByDictionaryLiteral {
        fileprivate let list: [(name: StaticString, value: String)]

        public init(dictionaryLiteral list: (StaticString, String)...) {
            self.list = list.map { (name: $0.0, value: $0.1) }
        }
    }

    private init(source: String) { self.source = source }

    /// Text, escaped.
    public init(stringLiteral text: String) { source = escaped(text) }

    /// Text, escaped.
    public static func text(_ text: String) -> HTML { HTML(source: escaped(text)) }

    /// An element with its content.
    public static func tag(_ name: StaticString, _ attributes: Attributes = [:], _ content: HTML...) -> HTML {
        tag(name, attributes, content)
    }

    /// An element with its content.
    public static func tag(_ name: StaticString, _ attributes: Attributes = [:], _ content: [HTML]) -> HTML {
        HTML(source: "<\(opening(name, attributes))>\(content.map(\.source).joined())</\(name)>")
    }

    /// An element that has no content.
    public static func void(_ name: StaticString, _ attributes: Attributes = [:]) -> HTML {
        HTML(source: "<\(opening(name, attributes))/>")
    }

    /// Style and script as they are: words of the program alone.
    static func verbatim(_ resource: PageResource) -> HTML { HTML(source: resource.text) }

    /// Pieces behind each other.
    static func joined(_ parts: [HTML], separator: String = "") -> HTML {
        HTML(source: parts.map(\.source).joined(separator: escaped(separator)))
    }

    private static func opening(_ name: StaticString, _ attributes: Attributes) -> String {
        "\(name)" + attributes.list.map { " \($0)=\"\(escaped($1))\"" }.joined()
    }
}
