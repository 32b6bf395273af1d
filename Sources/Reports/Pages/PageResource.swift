/// A file of `Resources/`, which stands in pages as it is.
struct PageResource: Sendable {
    let text: String

    private init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

    /// Colours are the page's own variables, so that dark and print differ in these alone. The colours of groups are
    /// told apart with any colour vision in neighbouring pairs, and words name them everywhere.
    static let style = PageResource(PackageResources.page_css)

    /// Sorting by the headings of tables, and values under the pointer or, with arrow keys, under the focus. What it
    /// shows stands in the page already. No mark of XML occurs in it, so that the page is well-formed. What sorts is no
    /// `button`, which browsers leave out of headings that they repeat on each printed page.
    static let script = PageResource(PackageResources.page_js)
}
