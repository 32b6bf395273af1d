import Foundation

/// A server or a cluster that a script of `Scripts/` runs beside the tests until this program ends, however it does.
///
///     static let service = Service(script: "with-postgresql", variable: "NAXDSE_TEST_POSTGRESQL")
public final class Service: Sendable {
    /// What tells how to reach it; nil where it cannot be had here.
    public let address: String?
    /// Why it cannot be had; empty where it can.
    public let reason: String
    private let input: Pipe?

    public var isThere: Bool { address != nil }

    /// Starts it, where the environment names none that runs already.
    /// - Parameters:
    ///   - script: that runs a command beside the service.
    ///   - variable: of the environment, by which the command finds it.
    ///   - isShared: false for one of a single test's own, which ends when the value goes: it is started even where the
    ///     environment names another, and is not named there itself.
    public init(script: String, variable: String, isShared: Bool = true) {
        if isShared, let address = ProcessInfo.processInfo.environment[variable] {
            (self.address, reason, input) = (address, "", nil)
            return
        }
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .appending(path: "Scripts/\(script)")
        let process = Process()
        process.executableURL = path
        // The service runs until its command's input ends, which is when this program ends.
        process.arguments = ["sh", "-c", "echo \"$\(variable)\"; exec cat"]
        let input = Pipe(), output = Pipe(), errors = Pipe()
        // Whatever else this program starts does not keep the service running.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, errors)
        do { try process.run() } catch {
            (address, reason, self.input) = (nil, "\(path.path) cannot be run: \(error)", nil)
            return
        }
        var line = Data()
        while let byte = try? output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) { line += byte }
        guard !line.isEmpty else {
            let said = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
            (address, reason, self.input) = (nil, said.trimmingCharacters(in: .whitespacesAndNewlines), nil)
            return
        }
        let address = String(decoding: line, as: UTF8.self)
        // Processes that this one starts, such as exit tests, use the same.
        if isShared { setenv(variable, address, 1) }
        (self.address, reason, self.input) = (address, "", input)
    }

    // `Process` keeps its pipe for as long as it runs.
    deinit { try? input?.fileHandleForWriting.close() }
}
