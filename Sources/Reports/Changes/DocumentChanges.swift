import Markup
import System

/// What is different between two hardware documents, and the documents between them.
///
/// ```swift
/// let changes = DocumentChanges(from: puma, to: mine)
/// changes.list.map(\.description)            // "component[@id='adc-8b']/@resolution: 8 → 6", …
/// changes.document(applying: [0, 2])         // puma with two of the changes
/// ```
///
/// Elements are the same where they are called the same: definitions by id, levels by name, placed parts by
/// what they refer to. A placed part of another name that does the same work, or a level of another name,
/// counts as changed, not as removed and added. It makes no difference whether a definition stands in the
/// file or in a library that it includes.
public struct DocumentChanges: Sendable {
    /// In the order of the file after.
    public let list: [Change]
    private let tree: ChangeTree
    private let files: [InputFile]

    public init(from before: Document, to after: Document) {
        let (first, second) = (before.root.withoutLibraries, after.root.withoutLibraries)
        var collector = ChangeCollector([first, second])
        tree = collector.compare(first, second)
        list = collector.changes
        files = before.files + after.files
    }

    /// The document before with the changes of these indices; with all of them it says what the document after says.
    public func document(applying changes: Set<Int>) -> Document {
        Document(root: tree.element(applying: changes)!, files: files)
    }
}
