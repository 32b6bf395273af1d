/// Text as Markdown.
enum Markdown {
    /// A table with a newline at its end; empty without rows. Columns that are empty throughout are left out.
    static func table(_ heading: [String], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        let used = heading.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        func line(_ cells: [String]) -> String { "| " + used.map { cells[$0] }.joined(separator: " | ") + " |\n" }
        return line(heading) + "|" + used.map { _ in "---|" }.joined() + "\n" + rows.map(line).joined()
    }

    /// Text that is not markup itself, on one line; what stands between backticks stays as it is.
    static func escaped(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
            let words = part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let line =
                (part.first?.isWhitespace == true ? " " : "") + words
                + (part.last?.isWhitespace == true && !words.isEmpty ? " " : "")
            let bars = line.replacing("|", with: "\\|")
            return index % 2 == 1 ? bars : bars.replacing("<", with: "&lt;").replacing("*", with: "\\*")
        }.joined(separator: "`")
    }

    static func code(_ text: String) -> String { "`\(text)`" }
}
