import PackagePlugin

/// Before `Catalogue` is compiled, writes the list of the plugins it depends on.
@main struct WriteCatalogue: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let modules = target.dependencies.compactMap { dependency in
            if case .target(let module) = dependency, module.name.hasSuffix("Plugin") { module.name } else { nil }
        }
        let output = context.pluginWorkDirectoryURL.appending(path: "Plugins.swift")
        return [
            .buildCommand(
                displayName: "Writing the catalogue of \(modules.count) plugins",
                executable: try context.tool(named: "CatalogueWriter").url,
                arguments: [output.path(percentEncoded: false)] + modules,
                outputFiles: [output])
        ]
    }
}
