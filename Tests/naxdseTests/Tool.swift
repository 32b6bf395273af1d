import Foundation
import Testing

/// The built executable, run as a user would.
struct Tool {
    var status: Int32
    var output: String
    var errors: String

    /// Runs `naxdse` with the arguments and waits for it; output that is no terminal, no colours asked for.
    static func run(_ arguments: String..., in folder: URL? = nil, environment: [String: String] = [:]) throws -> Tool {
        try run(arguments, in: folder, environment: environment)
    }

    static func run(_ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]) throws -> Tool {
        try run(executable, arguments, in: folder, environment: environment)
    }

    /// Runs `naxdse` after a command of the shell has set its limits.
    static func run(under limits: String, _ arguments: [String], in folder: URL) throws -> Tool {
        try run(
            URL(filePath: "/bin/sh"), ["-c", "\(limits); exec \"$0\" \"$@\"", executable.path] + arguments, in: folder)
    }

    static func run(
        _ program: URL, _ arguments: [String], in folder: URL?, environment: [String: String] = [:]
    ) throws -> Tool {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        var variables = ProcessInfo.processInfo.environment
        variables["COLUMNS"] = nil
        process.environment = variables.merging(environment) { $1 }
        // Files and not pipes: whatever comes, in whatever order, neither side waits for the other.
        return try withTemporaryFolder { scratch in
            let (output, errors) = (scratch.appending(path: "output"), scratch.appending(path: "errors"))
            for file in [output, errors] { try Data().write(to: file) }
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            process.standardInput = FileHandle.nullDevice
            try process.run()
            endAtLast(process)
            process.waitUntilExit()
            return Tool(
                status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
                output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
                errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        }
    }

    /// Starts `naxdse` and leaves it running; its output is thrown away.
    static func start(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = try executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        endAtLast(process)
        return process
    }

    /// A tool that hangs fails its test, which would otherwise wait for ever.
    private static func endAtLast(_ process: Process) {
        let number = process.processIdentifier
        DispatchQueue.global().asyncAfter(deadline: .now() + 900) { [weak process] in
            if let process, process.isRunning { kill(number, SIGKILL) }
        }
    }

    /// SwiftPM puts it beside the bundle of tests.
    static var executable: URL {
        get throws {
            let candidates =
                [CommandLine.arguments[0], "/proc/self/exe"].map {
                    URL(filePath: $0).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "naxdse")
                } + Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent().appending(path: "naxdse") }
            return try #require(
                candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }, "naxdse is not built")
        }
    }

    /// The output as JSON.
    var json: Any {
        get throws { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
    }
}

/// The repository.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// A folder that is removed when the closure returns.
func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)")
        .resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// A PyTorch export of ResNet-18 in that folder, with weights that are all 0.
func writeModel(in folder: URL) throws -> String {
    let fixture = repository.appending(path: "Tests/NetworksTests/Fixtures/resnet18-raw-9.onnx")
    try FileManager.default.copyItem(at: fixture, to: folder.appending(path: "model.onnx"))
    let weights = folder.appending(path: "weights.bin")
    try Data().write(to: weights)
    let handle = try FileHandle(forWritingTo: weights)
    try handle.truncate(atOffset: 16 << 20)
    try handle.close()
    return "model.onnx"
}
