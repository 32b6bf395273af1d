import Foundation
import PackagePlugin

/// Before `Catalogue` is compiled, writes the list of the plugins it depends on, and the commit that is built.
@main struct WriteCatalogue: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let modules = target.dependencies.compactMap { dependency in
            if case .target(let module) = dependency, module.name.hasSuffix("Plugin") { module.name } else { nil }
        }
        let plugins = context.pluginWorkDirectoryURL.appending(path: "Plugins.swift")
        let commit = context.pluginWorkDirectoryURL.appending(path: "Commit.swift")
        let writer = try context.tool(named: "CatalogueWriter").url
        let package = context.package.directoryURL
        return [
            .buildCommand(
                displayName: "Writing the catalogue of \(modules.count) plugins", executable: writer,
                arguments: ["plugins", plugins.path(percentEncoded: false)] + modules, outputFiles: [plugins]),
            .buildCommand(
                displayName: "Writing which commit is built", executable: writer,
                arguments: ["commit", commit.path(percentEncoded: false), package.path(percentEncoded: false)],
                inputFiles: filesOfHead(package), outputFiles: [commit]),
        ]
    }

    /// The files that change when another commit is checked out or made; none without a repository.
    private func filesOfHead(_ package: URL) -> [URL] {
        let git = package.appending(path: ".git")
        guard let head = try? String(contentsOf: git.appending(path: "HEAD"), encoding: .utf8) else { return [] }
        let branch =
            head.hasPrefix("ref: ")
            ? [git.appending(path: head.dropFirst(5).trimmingCharacters(in: .whitespacesAndNewlines))] : []
        return ([git.appending(path: "HEAD")] + branch).filter { FileManager.default.fileExists(atPath: $0.path) }
    }
}
