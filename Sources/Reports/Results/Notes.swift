/// What there is to know about numbers, each cause once, with all that it is true of.
///
/// ```swift
/// Notes([("isaac", "a"), ("puma", "a"), ("puma", "b")]).lines        // ["isaac, puma: a", "puma: b"]
/// ```
public struct Notes: Hashable, Sendable {
    /// In the order in which the causes come first.
    public let lines: [String]

    /// - Parameter found: whom it is true of, empty for all, and the words.
    public init(_ found: [(subject: String, words: String)]) {
        var subjects: [String: [String]] = [:]
        var order: [String] = []
        for (subject, words) in found {
            if subjects[words] == nil { order.append(words) }
            if !subjects[words, default: []].contains(subject) { subjects[words, default: []].append(subject) }
        }
        lines = order.map { words in
            let names = subjects[words]!.filter { !$0.isEmpty }
            return names.isEmpty ? words : "\(names.joined(separator: ", ")): \(words)"
        }
    }

    public var isEmpty: Bool { lines.isEmpty }

    /// A heading and a line each, which goes on below itself where a terminal is narrow.
    public func text(on terminal: Terminal) -> String {
        "to know about these numbers:\n" + lines.map { Self.wrapped($0, width: terminal.width) }.joined()
    }

    private static func wrapped(_ line: String, width: Int?) -> String {
        var text = "", current = " "
        for word in line.split(separator: " ", omittingEmptySubsequences: false) {
            if let width, current.count + 1 + word.count > width, current.count > 4 {
                text += current + "\n"
                current = "   "
            }
            current += " " + word
        }
        return text + current + "\n"
    }
}
