/// What a plugin target offers: a type that the tool finds by name.
///
/// A plugin target has one constant that its catalogue entry refers to:
/// ```swift
/// public let plugin = StrategyPlugin("my-strategy", MyStrategy.self)
/// ```
/// The module that defines what can be extended defines the concrete plugin type
/// (`MapperPlugin` in Mapping, `StrategyPlugin` in Optimisation).
public protocol Plugin: Sendable {
    /// The name under which files and commands refer to it.
    var name: String { get }
    /// What it is: `mapper` or `strategy`.
    var kind: String { get }
    /// One line for `naxdse plugins`.
    var summary: String { get }
}
