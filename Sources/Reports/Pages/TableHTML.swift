extension Table {
    /// The table with its caption; the page's script makes it sortable by its headings where there are any.
    ///
    /// - Parameter isDense: for many columns; notes stand below what they belong to.
    func html(caption: String, isDense: Bool = false) -> HTML {
        let head = HTML.tag(
            "thead", [:],
            .tag(
                "tr", [:],
                columns.map { column in
                    .tag(
                        "th", ["scope": "col", "class": Self.name(column.alignment)],
                        [.text(column.title)]
                            + (column.unit.isEmpty ? [] : [.tag("span", ["class": "unit"], .text(column.unit))]))
                }))
        let body = HTML.tag(
            "tbody", [:],
            rows.map { row in
                .tag(
                    "tr", [:],
                    row.indices.map { index in
                        let name = Self.name(columns[index].alignment)
                        let isNumeric = columns[index].alignment != .leading
                        let content = Self.content(row[index], isNumeric: isNumeric)
                        if index == 0 { return .tag("th", ["scope": "row", "class": name], content) }
                        // What is sorted by, where the text is not read as a number.
                        let number = isNumeric && typeset(row[index].text) != row[index].text ? row[index].text : nil
                        return number.map { .tag("td", ["class": name, "data-value": $0], content) }
                            ?? .tag("td", ["class": name], content)
                    })
            })
        let table = HTML.tag(
            "table", ["class": isDense ? "dense" : "plain"],
            [.tag("caption", [:], .text(caption))] + (hasHeading ? [head] : []) + [body])
        return .scrolling(table, caption: caption)
    }

    private static func content(_ cell: Cell, isNumeric: Bool) -> [HTML] {
        // Indents of trees are kept.
        let spaces = cell.text.prefix { $0 == " " }.count
        let words = String(cell.text.dropFirst(spaces))
        let text = String(repeating: "\u{A0}", count: spaces) + (isNumeric ? typeset(words) : words)
        let main = cell.isBest ? HTML.tag("span", ["class": "best"], .text(text)) : .text(text)
        return [main] + (cell.note.isEmpty ? [] : [" ", .tag("span", ["class": "note"], .text(cell.note))])
    }

    private static func name(_ alignment: Column.Alignment) -> String { alignment == .leading ? "leading" : "trailing" }
}

extension HTML {
    /// A region that scrolls sideways where what is in it is too wide, by keyboard as well.
    static func scrolling(_ content: HTML, caption: String) -> HTML {
        .tag("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption], content)
    }
}

extension BarChart {
    /// A table with a bar beside each number.
    ///
    /// - Parameters:
    ///   - label: of what the bars are.
    ///   - heading: of the numbers.
    func html(caption: String, label: String, heading: String, class colour: (Bar) -> String = { _ in "value" }) -> HTML
    {
        let (unit, texts) = labels
        let largest = bars.map { max($0.value, $0.interval?.upperBound ?? 0) }.max() ?? 0
        let head = HTML.tag(
            "thead", [:],
            .tag(
                "tr", [:],
                [
                    .tag("th", ["scope": "col", "class": "leading"], .text(label)),
                    .tag(
                        "th", ["scope": "col", "class": "trailing"], .text(heading),
                        .tag("span", ["class": "unit"], .text(unit))),
                ] + (isWhole ? [.tag("th", ["scope": "col", "class": "trailing"], "share")] : []) + [
                    .tag("td", ["class": "fixed", "aria-hidden": "true"])
                ]))
        let rows = zip(bars, texts).map { bar, text in
            HTML.tag(
                "tr", [:],
                [
                    .tag("th", ["scope": "row", "class": "leading"], .text(bar.label)),
                    .tag("td", [:], .text(typeset(text.value))),
                ]
                    + (isWhole ? [.tag("td", [:], .text(text.share))] : [])
                    + [
                        .tag(
                            "td", ["class": "bar", "aria-hidden": "true"],
                            .bar(
                                largest > 0 ? bar.value / largest : 0, class: colour(bar),
                                tail: largest > 0 ? bar.tail / largest : 0,
                                interval: bar.interval.map { ($0.lowerBound / largest, $0.upperBound / largest) }))
                    ])
        }
        let table = HTML.tag(
            "table", ["class": "bars"], .tag("caption", [:], .text(caption)), head, .tag("tbody", [:], rows))
        return .scrolling(table, caption: caption)
    }
}

extension HTML {
    /// A bar as long as a share of its cell, with a line over the interval that it lies in.
    ///
    /// - Parameter tail: the last part of the share, which is shown apart.
    static func bar(
        _ share: Double, class name: String, tail: Double = 0, interval: (low: Double, high: Double)? = nil
    ) -> HTML {
        var content = [HTML.void("rect", ["class": name, "width": percent(share), "height": "14", "rx": "2"])]
        if tail > 0 {
            content.append(
                .void("rect", ["class": "tail", "x": percent(share - tail), "width": percent(tail), "height": "14"]))
        }
        if let interval {
            content.append(
                .void(
                    "line",
                    [
                        "class": "whisker", "x1": percent(interval.low), "x2": percent(interval.high), "y1": "7",
                        "y2": "7",
                    ]))
            content += [interval.low, interval.high].map {
                .void("line", ["class": "whisker", "x1": percent($0), "x2": percent($0), "y1": "3", "y2": "11"])
            }
        }
        return .tag("svg", ["width": "100%", "height": "14"], content)
    }

    /// A bar from one share of its cell to another, whichever comes first.
    ///
    /// - Parameter zero: where a line stands that bars begin at.
    static func bar(from a: Double, to b: Double, class name: String, zero: Double? = nil) -> HTML {
        let (low, high) = (min(a, b), max(a, b))
        // What is not nothing is seen.
        let rectangle = HTML.void(
            "rect",
            ["class": name, "x": percent(low), "width": percent(max(high - low, 0.004)), "height": "14", "rx": "1"])
        let line = zero.map {
            HTML.void("line", ["class": "zero", "x1": percent($0), "x2": percent($0), "y1": "0", "y2": "14"])
        }
        return .tag("svg", ["width": "100%", "height": "14"], [rectangle] + (line.map { [$0] } ?? []))
    }

    /// A share as a coordinate, or a length, of a drawing that is as wide as the page.
    static func percent(_ share: Double) -> String {
        "\((100 * min(1, max(0, share.isFinite ? share : 0))).text(decimals: 3))%"
    }
}
