import Diagnostics
import Hardware
import Mapping
import Optimisation
import Registration

/// The plugins that a program has, found by name.
///
/// ```swift
/// let plugins: Plugins = .shipped + [MyStrategy.plugin]
/// let strategy = try plugins.strategies()["my-strategy"]
/// ```
public struct Plugins: Sendable {
    /// In the order in which they are listed.
    public let all: [any Plugin]

    /// - Parameter all: in the order in which they are listed.
    public init(_ all: [any Plugin]) { self.all = all }

    /// The one's plugins, then the others.
    public static func + (plugins: Plugins, others: [any Plugin]) -> Plugins { Plugins(plugins.all + others) }

    /// The strategies by name.
    /// - Throws: `RegistrationError` where two have one name, or one's name is none.
    public func strategies() throws(RegistrationError) -> Registry<StrategyPlugin> { try registry(of: "strategy") }

    /// The mappers by name.
    /// - Throws: `RegistrationError` where two have one name, or one's name is none.
    public func mappers() throws(RegistrationError) -> Mappers { try registry(of: "mapper") }

    /// The component models by name: those that come with naxdse, and those of plugins.
    /// - Throws: `RegistrationError` where two have one name, or one's name is none.
    public func componentModels() throws(RegistrationError) -> ComponentModelRegistry {
        try ComponentModels.registry(with: all.compactMap { $0 as? ComponentModelPlugin })
    }

    private func registry<P: Plugin>(of kind: String) throws(RegistrationError) -> Registry<P> {
        var registry = Registry<P>(of: kind)
        for plugin in all {
            if let plugin = plugin as? P { try registry.register(plugin, as: plugin.name) }
        }
        return registry
    }
}
