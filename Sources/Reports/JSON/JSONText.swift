import System

extension JSON {
    /// The value over several lines, indented by two spaces, with a new line at its end.
    public var text: String {
        var text = ""
        write(to: &text, indent: 0)
        return text + "\n"
    }

    /// The value on one line, without a new line.
    public var line: String {
        var text = ""
        write(to: &text, indent: nil)
        return text
    }

    /// - Parameter indent: levels to indent by; nil to write on one line.
    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .object(let members):
            list(members, "{", "}", to: &text, indent: indent) { member, text, indent in
                write(member.key, to: &text)
                text += indent == nil ? ":" : ": "
                member.value.write(to: &text, indent: indent)
            }
        case .array(let elements):
            list(elements, "[", "]", to: &text, indent: indent) { $0.write(to: &$1, indent: $2) }
        case .string(let string): write(string, to: &text)
        // Adding 0 takes the sign of a negative zero away.
        case .number(let number): text += number.isFinite ? "\(number + 0)" : "null"
        case .integer(let number): text += "\(number)"
        case .boolean(let value): text += value ? "true" : "false"
        case .null: text += "null"
        }
    }

    private func list<T>(
        _ items: [T], _ open: String, _ close: String, to text: inout String, indent: Int?,
        _ write: (T, inout String, Int?) -> Void
    ) {
        text += open
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            if let indent { text += "\n" + spaces(2 * (indent + 1)) }
            write(item, &text, indent.map { $0 + 1 })
        }
        if let indent, !items.isEmpty { text += "\n" + spaces(2 * indent) }
        text += close
    }

    /// A string with quotation marks, reverse solidus and control characters escaped (RFC 8259, section 7).
    private func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // Of a file name, a byte that is no UTF-8.
            case "\u{10FF80}"..."\u{10FFFF}": text += "\\" + String(scalar).visible
            // What a terminal would act on, as well as what has to be escaped.
            case _ where scalar.value < 0x20 || String(scalar).visible != String(scalar):
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
