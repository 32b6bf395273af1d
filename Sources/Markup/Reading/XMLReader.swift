import Diagnostics
import System

/// Reads XML files of one kind: put together, checked against a schema, with the place of everything in them.
///
/// ```swift
/// let reader = XMLReader(schema: .hardware)
/// let document = try reader.read("hardware/puma.xml")
/// document.root.child("level")?.location        // hardware/puma.xml:8:3
/// ```
///
/// Files come together by `<xi:include href="…"/>` alone, with whole XML files in the folder of
/// the file that is read or below it. Document types are refused, and with them entities of every kind;
/// nothing is fetched from a network; size and depth are limited.
///
/// Readers are values without state: one may be used in several threads at once.
public struct XMLReader: Sendable {
    /// What it checks documents against.
    public let schema: Schema
    /// Whether files outside the folder of the file that is read may be included.
    public let allowsOutsideFiles: Bool
    /// Attributes that `<xi:include>` may have beside `href`, by the names under which the root of what it includes
    /// gets them.
    public let includeAttributes: [String: String]

    public init(schema: Schema, allowsOutsideFiles: Bool = false, includeAttributes: [String: String] = [:]) {
        self.schema = schema
        self.allowsOutsideFiles = allowsOutsideFiles
        self.includeAttributes = includeAttributes
    }

    /// The document of a file with everything that it includes.
    ///
    /// - Throws: all that is wrong with it, in the order of its files and lines.
    public func read(_ path: String) throws(InvalidInput) -> Document {
        let (document, problems) = try examine(path)
        try problems.throwIfAny()
        return document
    }

    /// The document of some bytes, as if they were the content of the file at `path`.
    public func read(bytes: [UInt8], as path: String) throws(InvalidInput) -> Document {
        let (document, problems) = try examine(bytes: bytes, as: path)
        try problems.throwIfAny()
        return document
    }

    /// The document of a file, and what the schema has to say against it: for readers that go on
    /// to look for more, so that everything wrong is told at once.
    ///
    /// - Throws: what keeps it from being a document: syntax, includes, files that cannot be read.
    public func examine(_ path: String) throws(InvalidInput) -> (document: Document, problems: Problems) {
        try examine(bytes: Self.bytes(of: path), as: path)
    }

    /// ``examine(_:)`` of some bytes, as if they were the content of the file at `path`.
    public func examine(
        bytes: [UInt8], as path: String
    ) throws(InvalidInput) -> (document: Document, problems: Problems) {
        guard bytes.count <= Limits.fileSize else {
            throw InvalidInput([
                Diagnostic(
                    at: SourceLocation(file: path, line: 1, column: 1),
                    "the text is larger than \(Limits.fileSize >> 20) MiB",
                    hint: "split it into files that include each other")
            ])
        }
        let sources = try SourceSet(
            SourceText(path: path, bytes: bytes), allowsOutsideFiles: allowsOutsideFiles, passing: includeAttributes)
        let tree = try merged(sources)
        var builder = TreeBuilder(tags: sources.tagsInDocumentOrder())
        guard let root = tree.withRoot({ builder.element(of: $0) }) ?? nil else { throw cannotBePutTogether(sources) }
        let files = sources.files.map { InputFile(path: $0.text.path, sha256: sha256($0.text.bytes)) }
        var problems = Problems()
        problems.append(try SchemaCheck(schema: schema.source, builder: builder).diagnostics(of: tree))
        let document = Document(root: root, files: files)
        return (document, problems.ordered(as: files))
    }

    /// libxml2's tree of all files together.
    private func merged(_ sources: SourceSet) throws(InvalidInput) -> LibXML2Tree {
        guard let tree = LibXML2Tree.parsed(sources.textForInclusion(0), named: SourceSet.name(of: 0)).tree else {
            throw cannotBePutTogether(sources)
        }
        guard sources.files.count > 1 else { return tree }
        var texts: [String: [UInt8]] = [:]
        for index in sources.files.indices.dropFirst() {
            texts[SourceSet.name(of: index)] = sources.textForInclusion(index)
        }
        guard tree.include(texts).isEmpty else { throw cannotBePutTogether(sources) }
        return tree
    }

    /// Not known to happen: each file has been parsed on its own before.
    private func cannotBePutTogether(_ sources: SourceSet) -> InvalidInput {
        InvalidInput([
            Diagnostic(
                at: sources.files[0].text.start, "the file cannot be put together with those it includes",
                hint: "copy their content into it, and please report this")
        ])
    }

    static func bytes(of path: String) throws(InvalidInput) -> [UInt8] {
        do throws(FileProblem) {
            return try fileBytes(path, as: .input)
        } catch {
            throw InvalidInput([
                Diagnostic(at: SourceLocation(file: path, line: 1, column: 1), error.message, hint: error.hint)
            ])
        }
    }
}
