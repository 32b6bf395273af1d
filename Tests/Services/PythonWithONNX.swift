import Foundation

/// A Python that has ONNX and onnxruntime, which no one here wrote, where there is one.
///
/// `NAXDSE_PYTHON`, else that of `Scripts/install-dependencies --onnx` or of the usual virtual environments, else the
/// one on PATH.
public enum PythonWithONNX {
    public static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? ""
        let named = environment["NAXDSE_PYTHON"].map { [$0] } ?? []
        let usual = ["\(home)/.venv-naxdse", "\(home)/.venv", "\(home)/venv-onnx"].map { "\($0)/bin/python3" }
        let onPath = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
        return (named + usual + onPath).first { python in
            FileManager.default.isExecutableFile(atPath: python)
                && (try? run(python, ["-c", "import onnx, onnxruntime, numpy"])) == 0
        }
    }()

    /// Why tests against it are skipped where it is not.
    public static let reason = "no Python here has onnx and onnxruntime (Scripts/install-dependencies --onnx)"

    /// The exit code of a program whose output nobody reads.
    @discardableResult
    public static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
