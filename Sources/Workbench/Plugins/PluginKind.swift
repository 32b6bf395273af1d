/// What a plugin can be.
package enum PluginKind: String, CaseIterable {
    case strategy, mapper, model

    /// The protocol that it conforms to, or the end of its name.
    package var protocolName: String { rawValue.capitalisedWords }
}
