import Registration
import Workbench

/// The plugins of this package: those of the one list in `Package.swift`, which a build-tool plugin writes into
/// `Catalogue.plugins`.
public enum Catalogue {}

extension Plugins {
    /// What comes with naxdse, and what was added to the list of plugins in this clone.
    public static var shipped: Plugins { Plugins(Catalogue.plugins) }
}

extension Workbench {
    /// A workbench with what comes with naxdse.
    /// - Throws: `FileNotFound` when the files that come with the tool are not there.
    public init() throws { try self.init(plugins: .shipped) }
}
