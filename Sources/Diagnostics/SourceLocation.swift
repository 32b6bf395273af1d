/// A place in a file, as compilers print it: `hardware/puma.xml:12:17`; or a binary file as
/// a whole, which has no lines: `resnet18.onnx`.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
    /// The path as the user gave it, or relative to it for included files.
    public var file: String
    /// From 1; 0 for a file as a whole.
    public var line: Int
    /// From 1, in Unicode scalars; 0 for a file as a whole.
    public var column: Int

    /// - Parameter column: from 1, in Unicode scalars, as the line is from 1.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// A file as a whole.
    public init(file: String) {
        self.init(file: file, line: 0, column: 0)
    }

    /// `file:line:column`, or the file alone.
    public var description: String { line == 0 ? file : "\(file):\(line):\(column)" }
}
