import System

extension Document {
    /// The document as the text of one file, with what it includes in place.
    ///
    /// ```swift
    /// try AtomicFile.write(document.text(namespace: "urn:naxdse:hardware:1"), to: "mine.xml")
    /// ```
    ///
    /// Reading it gives equal elements at other places; comments are lost.
    /// - Parameter namespace: of all elements.
    public func text(namespace: String) -> String {
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", Mark.xml]
        root.write(namespace: namespace, indent: "", to: &lines)
        return (lines + [""]).joined(separator: "\n")
    }
}

extension Element {
    fileprivate func write(namespace: String?, indent: String, to lines: inout [String]) {
        var tag = "\(indent)<\(name)"
        if let namespace { tag += " xmlns=\"\(escaped(namespace))\"" }
        for attribute in attributes { tag += " \(attribute.name)=\"\(escaped(attribute.value))\"" }
        if children.isEmpty {
            lines.append(text.isEmpty ? tag + "/>" : "\(tag)>\(escaped(text))</\(name)>")
            return
        }
        lines.append(tag + ">")
        if !text.isEmpty { lines.append("\(indent)  \(escaped(text))") }
        for child in children { child.write(namespace: nil, indent: indent + "  ", to: &lines) }
        lines.append("\(indent)</\(name)>")
    }
}

/// Text as the value of an attribute or the content of an element.
public func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        // Left as they are, these would be read as spaces.
        case "\n", "\t", "\r": result += "&#\(scalar.value);"
        // XML has no way to write them.
        case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
            result += String(scalar).visibleOnOneLine
        // Allowed, and better not seen by a terminal as they are.
        case _ where String(scalar).visibleOnOneLine != String(scalar):
            result += "&#x\(String(scalar.value, radix: 16));"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
