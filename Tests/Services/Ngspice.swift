import Foundation

/// ngspice, an independent solver of circuits, where it is on PATH.
public enum Ngspice {
    public static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/ngspice" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Why tests against it are skipped where it is not.
    public static let reason = "ngspice is not on PATH"

    /// The currents that a netlist of a crossbar prints, in amperes, column by column.
    public static func outputCurrents(ofNetlist file: String) throws -> [Double] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path!)
        process.arguments = ["-b", file]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").filter { $0.hasPrefix("i(vout") }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
    }
}
