import Hardware
import Mapping
import Registration
import Search

/// The plugins that this build has, found by name.
///
///     let climb = try Catalogue.strategies()["climb"]
///
/// A build-tool plugin writes `Catalogue.plugins` from the one list in `Package.swift`.
public enum Catalogue {
    /// The strategies by name.
    /// - Throws: `RegistrationError` where two have one name, or one's name is none.
    public static func strategies() throws(RegistrationError) -> Registry<StrategyPlugin> {
        try registry(of: "strategy")
    }

    /// The mappers by name.
    /// - Throws: `RegistrationError` where two have one name, or one's name is none.
    public static func mappers() throws(RegistrationError) -> Mappers {
        try registry(of: "mapper")
    }

    /// The component models by name: those that come with naxdse, and those of plugins.
    /// - Throws: `RegistrationError` where two have one name, or one's name is none.
    public static func componentModels() throws(RegistrationError) -> ComponentModelRegistry {
        try ComponentModels.registry(with: plugins.compactMap { $0 as? ComponentModelPlugin })
    }

    private static func registry<P: Plugin>(of kind: String) throws(RegistrationError) -> Registry<P> {
        var registry = Registry<P>(of: kind)
        for plugin in plugins {
            if let plugin = plugin as? P { try registry.register(plugin, as: plugin.name) }
        }
        return registry
    }
}
