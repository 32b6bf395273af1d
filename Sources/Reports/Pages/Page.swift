import System

/// One HTML file that needs no other: style and script are in it, and nothing is fetched.
///
/// It reads the same without its script, which adds sorting and values under the pointer. The content security policy
/// lets this script and this style run and no other.
public struct Page: Sendable {
    public var title: String
    public var sections: [HTML]

    public init(title: String, sections: [HTML]) {
        self.title = title
        self.sections = sections
    }

    /// The file.
    public var text: String {
        let policy =
            "default-src 'none'; style-src 'sha256-\(hash(.style))'; script-src 'sha256-\(hash(.script))'; "
            + "base-uri 'none'; form-action 'none'"
        let head = HTML.tag(
            "head", [:],
            .void("meta", ["charset": "utf-8"]), .void("meta", ["name": "generator", "content": "naxdse"]),
            .void("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
            .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .void("meta", ["name": "color-scheme", "content": "light dark"]), .tag("title", [:], .text(title)),
            .tag("style", [:], .verbatim(.style)))
        let body = HTML.tag("body", [:], .tag("main", [:], sections), .tag("script", [:], .verbatim(.script)))
        return "<!DOCTYPE html>\n" + HTML.tag("html", ["lang": "en"], head, "\n", body).source + "\n"
    }
}

/// The digest of a text as content security policies write it.
private func hash(_ resource: PageResource) -> String {
    let digits = Array(sha256(Array(resource.text.utf8)))
    return base64(stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16)! })
}

extension HTML {
    /// A part of a page with its heading, which names it for those who move by headings.
    static func section(_ id: String, _ heading: String, _ content: [HTML]) -> HTML {
        .tag("section", ["aria-labelledby": id], [.tag("h2", ["id": id], .text(heading))] + content)
    }
}
