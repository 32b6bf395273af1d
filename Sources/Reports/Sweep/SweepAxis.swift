import Markup

/// One attribute with the values that it takes.
///
/// ```swift
/// try SweepAxis("component[@id='adc-8b']/@resolution=4..8")
/// try SweepAxis("crossbar[@id='x64']/read/@time=32 ns,64 ns,128 ns")
/// ```
public struct SweepAxis: Hashable, Sendable {
    public let path: String
    /// As they are set, in the order given.
    public let values: [String]

    /// Reads `PATH=VALUE,VALUE,…`, where `4..8` stands for the whole numbers from 4 to 8.
    ///
    /// - Throws: what is wrong with the text. Whether the path leads anywhere is not looked at.
    public init(_ text: String) throws(AttributePathError) {
        // A condition may hold an equals sign: the one that counts stands behind the attribute's name.
        guard let marks = Self.nameStart(text), let equals = text[marks...].firstIndex(of: "=") else {
            throw AttributePathError(
                "'\(text)' gives no values",
                hint: "write PATH=VALUE,VALUE,… such as \"component[@id='adc-8b']/@resolution=4..8\"")
        }
        path = try AttributePath(String(text[..<equals])).description
        var values: [String] = []
        for word in text[text.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: false) {
            let value = Self.trimmed(word)
            guard !value.isEmpty else {
                throw AttributePathError(
                    "'\(text)' has an empty value", hint: "write values with one comma between two")
            }
            values += try Self.range(value, in: text) ?? [value]
        }
        var seen: Set<String> = []
        if let twice = values.first(where: { !seen.insert($0).inserted }) {
            throw AttributePathError("'\(text)' has the value '\(twice)' twice", hint: "give each value once")
        }
        self.values = values
    }

    /// The first `/@` outside of conditions.
    private static func nameStart(_ text: String) -> String.Index? {
        PathStep.placesOutsideConditions(of: text).first { place in
            text[place] == "@" && place > text.startIndex && text[text.index(before: place)] == "/"
        }
    }

    /// The whole numbers of `4..8`; nil where it is no range.
    private static func range(_ word: String, in text: String) throws(AttributePathError) -> [String]? {
        guard let dots = word.indices.first(where: { word[$0...].hasPrefix("..") }) else { return nil }
        let (low, high) = (word[..<dots], word[word.index(dots, offsetBy: 2)...])
        guard let first = Int(low), let last = Int(high), first <= last else {
            throw AttributePathError(
                "'\(word)' in '\(text)' is no range", hint: "write two whole numbers, the smaller first: '4..8'")
        }
        let (steps, overflow) = last.subtractingReportingOverflow(first)
        guard !overflow, steps < Sweep.mostPoints else {
            throw AttributePathError(
                "'\(word)' in '\(text)' has more than \(Sweep.mostPoints) values",
                hint: "name fewer, with commas between")
        }
        return (first...last).map(String.init)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
