/// A place in a file, as compilers print it: `hardware/puma.xml:12:17`.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
    /// The path as the user gave it, or relative to it for included files.
    public var file: String
    /// From 1.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    public var description: String { "\(file):\(line):\(column)" }
}
