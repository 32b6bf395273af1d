import ArgumentParser
import System
import Workbench

/// `naxdse plugin new NAME --kind strategy|mapper|model`
struct NewPlugin: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a plugin that works, with its test.",
        discussion: """
            Inside a checkout of naxdse it writes plugins/NAME/ and one line in Package.swift. With --package it writes NAME/, a package of \
            its own that depends on naxdse's and builds a naxdse with the plugin in it.
            """)

    @Argument(help: "Lower-case letters, digits and hyphens, such as hill-climb.")
    var name: String

    @Option(help: "What it extends: strategy, mapper or model (of components).")
    var kind: PluginKind

    @Flag(help: "As a package of its own, in a new folder here.")
    var package = false

    @Option(
        help:
            "For --package: the folder of naxdse's package, or the URL of its repository; without it, the checkout that this folder or this program is in.",
        completion: .directory)
    var naxdse: String?

    func validate() throws {
        if naxdse != nil, !package { throw ValidationError("--naxdse goes with --package") }
    }

    func run() throws {
        let name = try PluginName(name)
        if package { return try writePackage(name) }
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

    private func writePackage(_ name: PluginName) throws {
        let place = try naxdse ?? checkoutFolder()
        let written = PluginPackage(name: name, kind: kind, naxdse: place)
        try written.write()
        try Output.write(
            """
            \(name.folder)/ is written, a package with a naxdse of its own. Next:
              cd \(name.folder) && swift test
              edit Sources/\(name.module)/\(name.type(of: kind)).swift
              swift build -c release && NAXDSE_HOME=\(place) .build/release/\(written.program) plugins

            """)
    }

    /// Of naxdse's own package.
    private func checkoutFolder() throws -> String {
        if let here = try? Checkout.containing(currentFolder()) { return here.folder }
        return try Checkout.containing(folder(of: executablePath ?? "/")).folder
    }
}

extension PluginKind: ExpressibleByArgument {}
