import ArgumentParser
import Workbench

/// `naxdse plugin new NAME --kind strategy|mapper|model`
struct NewPlugin: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a plugin that works, with its test, and list it in Package.swift.",
        discussion: "Run it inside a checkout of naxdse. It writes plugins/NAME/ and one line in Package.swift.")

    @Argument(help: "Lower-case letters, digits and hyphens, such as hill-climb.")
    var name: String

    @Option(help: "What it extends: strategy, mapper or model (of components).")
    var kind: PluginKind

    func run() throws {
        let name = try PluginName(name)
        let checkout = try Checkout.containing(currentFolder())
        try checkout.add(name, kind, besides: .ofCommand)
        try Output.write(
            """
            plugins/\(name.folder)/ is written and listed in Package.swift. Next:
              swift test --filter \(name.module)Tests
              edit plugins/\(name.folder)/Sources/\(name.type(of: kind)).swift
              Scripts/build && .build/release/naxdse plugins

            """)
    }
}

extension PluginKind: ExpressibleByArgument {}
