/// An XML Schema: what the files of one kind may say.
///
/// Those of naxdse's own files are part of the program, so that it reads a user's files wherever it lies:
/// ```swift
/// XMLReader(schema: .hardware)        // with `import Hardware`
/// ```
public struct Schema: Sendable {
    let source: SourceText

    /// - Parameters:
    ///   - name: under which errors name it.
    ///   - text: its bytes, of a schema without imports and includes.
    public init(_ name: String, text: [UInt8]) {
        source = SourceText(path: name, bytes: text)
    }
}
