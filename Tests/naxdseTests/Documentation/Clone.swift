import Foundation

/// A folder that looks like a fresh clone of the repository to those who use the tool: what ships is copied, so that
/// commands may change it; sources and tests are links.
struct Clone {
    let folder: URL

    static func with<T>(_ body: (Clone) throws -> T) throws -> T {
        try withTemporaryFolder { folder in
            let files = FileManager.default
            for name in [
                "hardware", "mappings", "networks", "search", "plugins", "Scripts", "docs", "Package.swift",
                "README.md",
            ] {
                try files.copyItem(at: original(name), to: folder.appending(path: name))
            }
            for name in ["Sources", "Tests", "Benchmarks", "Backends"] {
                try files.createSymbolicLink(at: folder.appending(path: name), withDestinationURL: original(name))
            }
            return try body(Clone(folder: folder))
        }
    }

    /// Runs a script with bash, from the top of the clone, with `naxdse` on the PATH, and ends it after five minutes.
    ///
    /// - Returns: its exit code, and what it wrote to standard output and standard error, as on a terminal of 100
    ///   columns.
    func run(_ script: String) throws -> (status: Int32, output: String) {
        try withTemporaryFolder { scratch in
            let record = scratch.appending(path: "output")
            try Data().write(to: record)
            let handle = try FileHandle(forWritingTo: record)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["timeout", "300", "bash", "-e", "-u", "-o", "pipefail", "-c", script]
            process.currentDirectoryURL = folder
            var variables = ProcessInfo.processInfo.environment
            variables["PATH"] =
                try Tool.executable.deletingLastPathComponent().path + ":" + (variables["PATH"] ?? "/usr/bin:/bin")
            variables["NAXDSE_HOME"] = folder.path
            variables["COLUMNS"] = "100"
            process.environment = variables
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = handle
            process.standardError = handle
            try process.run()
            process.waitUntilExit()
            let output = String(decoding: try Data(contentsOf: record), as: UTF8.self)
            return (process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus, output)
        }
    }

    private static func original(_ name: String) -> URL {
        repository.appending(path: name).resolvingSymlinksInPath()
    }
}
