import Diagnostics
import System

/// What is wrong, for a person: a line for each cause, and on a terminal below it the line of the file with a caret at
/// the place.
public struct FaultText {
    private let faults: [Fault]

    /// Faults at one place that differ in the layer alone become one: a chip that lacks a part lacks it for every
    /// layer.
    public init(_ faults: [Fault]) {
        var order: [Cause] = []
        var layers: [Cause: [String]] = [:]
        for fault in faults {
            let (cause, layer) = Cause.of(fault)
            if layers[cause] == nil { order.append(cause) }
            layers[cause, default: []].append(layer)
        }
        self.faults = order.map { $0.fault(of: layers[$0]!) }
    }

    /// - Parameter terminal: where it goes; one that is none gets lines alone.
    public func text(on terminal: Terminal) -> String {
        guard terminal.isInteractive else { return faults.map(\.line).joined(separator: "\n") }
        var sources: [String: [Substring]] = [:]
        return faults.map { fault in
            let place = (fault.place?.description ?? "naxdse").visibleOnOneLine
            let kind = terminal.styled(fault.severity.rawValue, fault.severity == .error ? .error : .warning)
            let head = "\(terminal.styled(place, .strong)): \(kind): \(fault.words.visibleOnOneLine)"
            guard let location = fault.place, location.line > 0 else { return head }
            if sources[location.file] == nil { sources[location.file] = Self.lines(of: location.file) }
            guard let lines = sources[location.file], lines.indices.contains(location.line - 1) else { return head }
            return head + "\n" + Self.excerpt(lines[location.line - 1], location, on: terminal)
        }.joined(separator: "\n")
    }

    /// None where it cannot be read any more, or is no text.
    private static func lines(of path: String) -> [Substring] {
        guard let bytes = try? RegularFile.bytes(of: path, limit: 8 << 20, as: .state),
            let text = String(validating: bytes, as: UTF8.self)
        else { return [] }
        return text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// The line behind its number, and a caret below the column; of a long line what is around the column.
    private static func excerpt(_ line: Substring, _ location: SourceLocation, on terminal: Terminal) -> String {
        let number = "\(location.line)"
        let margin = String(repeating: " ", count: max(0, 5 - number.count))
        let room = max(20, (terminal.width ?? 80) - margin.count - number.count - 4)
        // A tab is one column of the place, and a blank here.
        let scalars = line.unicodeScalars.map { $0 == "\t" ? " " : $0 }
        let column = min(max(location.column - 1, 0), scalars.count)
        var first = 0
        if scalars.count > room { first = min(max(0, column - room / 2), scalars.count - room) }
        func shown(_ range: Range<Int>) -> String {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[range])
            return String(text).visibleOnOneLine
        }
        let end = min(scalars.count, first + room)
        let before = (first > 0 ? "…" : "") + shown(min(first + (first > 0 ? 1 : 0), column)..<column)
        let after = end < scalars.count ? shown(column..<max(column, end - 1)) + "…" : shown(column..<end)
        let blank = String(repeating: " ", count: margin.count + number.count)
        let bar = terminal.styled("|", .faint)
        return "\(margin)\(terminal.styled(number, .faint)) \(bar) \(before)\(after)\n"
            + "\(blank) \(bar) \(String(repeating: " ", count: before.displayWidth))\(terminal.styled("^", .caret))"
    }
}

extension BadInput {
    /// One line or several, each as `place: error: what is wrong; what would be right`; a line for each cause.
    public var report: String { FaultText(faults).text(on: .plain) }
}

/// A fault without the name of its layer.
private struct Cause: Hashable {
    /// What stands before the layer, or all where there is none.
    var before: Fault
    /// What stands behind it; nil where there is none.
    var after: String?

    /// What a fault comes from, and the layer that it names last: `layer 'NAME'`.
    static func of(_ fault: Fault) -> (cause: Cause, layer: String) {
        guard let match = fault.problem.matches(of: /layer '([^']*)'/).last else { return (Cause(before: fault), "") }
        var before = fault
        before.problem = String(fault.problem[..<match.range.lowerBound])
        return (Cause(before: before, after: String(fault.problem[match.range.upperBound...])), String(match.1))
    }

    /// - Parameter layers: of the faults that it stands for, in their order.
    func fault(of layers: [String]) -> Fault {
        guard let after else { return before }
        let names =
            layers.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
            + (layers.count > 3 ? " and \(layers.count - 3) more" : "")
        var result = before
        result.problem += (layers.count == 1 ? "layer '\(layers[0])'" : "\(layers.count) layers, \(names)") + after
        return result
    }
}
