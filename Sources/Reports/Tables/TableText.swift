import System

extension Table {
    /// The table as lines of text, each ended by a new line; broken into parts below each
    /// other where it is wider than the terminal.
    public func text(on terminal: Terminal) -> String { visible.laidOut(on: terminal) }

    /// With what a terminal would act on made visible, so that a cell stays one line.
    private var visible: Table {
        var table = self
        for column in columns.indices { table.columns[column].title = columns[column].title.visibleOnOneLine }
        for row in rows.indices {
            for column in rows[row].indices { table.rows[row][column].text = rows[row][column].text.visibleOnOneLine }
        }
        return table
    }

    private func laidOut(on terminal: Terminal) -> String {
        var layouts = columns.indices.map { ColumnLayout(of: $0, in: self) }
        if let width = terminal.width {
            for key in 0..<min(keyColumns, layouts.count) { layouts[key].limit(to: max(8, width / 2)) }
        }
        return parts(layouts, width: terminal.width)
            .map { lines(of: $0, layouts, on: terminal).map { $0 + "\n" }.joined() }
            .joined(separator: "\n")
    }

    /// Which columns stand beside each other in each part.
    private func parts(_ layouts: [ColumnLayout], width: Int?) -> [[Int]] {
        let keys = Array(layouts.indices.prefix(keyColumns))
        let others = layouts.indices.dropFirst(keyColumns)
        guard let width, !others.isEmpty else { return [Array(layouts.indices)] }
        let keyWidth = keys.reduce(0) { $0 + layouts[$1].width + gap }
        var parts: [[Int]] = []
        var part = keys
        var used = keyWidth
        for column in others {
            if part.count > keys.count, used + layouts[column].width > width {
                parts.append(part)
                (part, used) = (keys, keyWidth)
            }
            part.append(column)
            used += layouts[column].width + gap
        }
        return parts + [part]
    }

    private func lines(of part: [Int], _ layouts: [ColumnLayout], on terminal: Terminal) -> [String] {
        func line(_ cells: [String]) -> String {
            let text = cells.joined(separator: spaces(gap))
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
        var lines: [String] = []
        if hasHeading {
            lines.append(line(part.map { layouts[$0].heading(columns[$0].title) }))
            if part.contains(where: { !columns[$0].unit.isEmpty }) {
                lines.append(line(part.map { layouts[$0].heading(columns[$0].unit) }))
            }
            let width = part.reduce(-gap) { $0 + layouts[$1].width + gap }
            lines.append(String(repeating: "─", count: min(width, terminal.width ?? width)))
        }
        for row in rows {
            lines.append(line(part.map { layouts[$0].text(of: row[$0], on: terminal) }))
        }
        return lines
    }

    private var gap: Int { 2 }
}

/// How wide a column's parts are: a mark, the text before and after the decimal point, a note.
private struct ColumnLayout {
    private let alignment: Table.Column.Alignment
    private var markWidth = 0
    private var wholeWidth = 0
    private var fractionWidth = 0
    private var noteWidth = 0
    private var textWidth: Int { markWidth + wholeWidth + fractionWidth }
    var width: Int { textWidth + (noteWidth > 0 ? 1 + noteWidth : 0) }

    init(of column: Int, in table: Table) {
        alignment = table.columns[column].alignment
        for row in table.rows {
            let cell = row[column]
            let (whole, fraction) = split(cell.text)
            markWidth = max(markWidth, cell.isBest ? 1 : 0)
            wholeWidth = max(wholeWidth, whole.displayWidth)
            fractionWidth = max(fractionWidth, fraction.displayWidth)
            noteWidth = max(noteWidth, cell.note.displayWidth)
        }
        // A heading wider than the cells moves them, or the space behind them, away.
        let heading = max(table.columns[column].title.displayWidth, table.columns[column].unit.displayWidth)
        wholeWidth += max(0, heading - (alignment == .leading ? width : textWidth))
    }

    mutating func limit(to limit: Int) {
        wholeWidth = min(wholeWidth, max(1, limit - markWidth - fractionWidth))
    }

    func heading(_ text: String) -> String {
        let text = text.shortened(to: width)
        return alignment == .leading ? text.padded(to: width) : text.indented(to: textWidth).padded(to: width)
    }

    func text(of cell: Table.Cell, on terminal: Terminal) -> String {
        let mark = cell.isBest ? "*" : ""
        let body: String
        switch alignment {
        case .leading:
            let text = mark + cell.text.shortened(to: wholeWidth + fractionWidth)
            body = terminal.bold(text, if: cell.isBest) + spaces(textWidth - text.displayWidth)
        case .trailing:
            let text = mark + cell.text
            body = spaces(textWidth - text.displayWidth) + terminal.bold(text, if: cell.isBest)
        case .decimal:
            let (whole, fraction) = split(cell.text)
            let text = mark + whole
            body =
                spaces(markWidth + wholeWidth - text.displayWidth)
                + terminal.bold(text + fraction, if: cell.isBest) + spaces(fractionWidth - fraction.displayWidth)
        }
        return noteWidth == 0 ? body : body + " " + cell.note.indented(to: noteWidth)
    }

    /// The text up to the decimal point, and the rest.
    private func split(_ text: String) -> (whole: Substring, fraction: Substring) {
        guard alignment == .decimal, let point = text.firstIndex(of: ".") else { return (text[...], "") }
        return (text[..<point], text[point...])
    }
}

extension Terminal {
    fileprivate func bold(_ text: String, if isWanted: Bool) -> String { isWanted ? bold(text) : text }
}
