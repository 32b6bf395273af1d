import System

/// What the place that output goes to can show.
///
/// ```swift
/// print(Terminal.printable(table.text(on: .standardOutput)))
/// ```
public struct Terminal: Hashable, Sendable {
    /// Whether a person is looking: a terminal, not a file or a pipe.
    public var isInteractive: Bool
    /// Columns; nil where lines may be as long as they like.
    public var width: Int?
    /// Whether bold text is wanted.
    public var hasStyle: Bool

    public init(isInteractive: Bool, width: Int?, hasStyle: Bool) {
        self.isInteractive = isInteractive
        self.width = width
        self.hasStyle = hasStyle
    }

    /// A file or pipe: no limit and no style.
    public static let plain = Terminal(isInteractive: false, width: nil, hasStyle: false)

    public static var standardInput: Terminal { Terminal(descriptor: 0, environment: environmentVariable) }
    public static var standardOutput: Terminal { Terminal(descriptor: 1, environment: environmentVariable) }
    public static var standardError: Terminal { Terminal(descriptor: 2, environment: environmentVariable) }

    /// What a file descriptor leads to.
    ///
    /// `COLUMNS` sets the width where it is a positive number; `NO_COLOR` (https://no-color.org) with any
    /// text in it, or `TERM=dumb`, takes the style away.
    public init(descriptor: Int32, environment: (String) -> String?) {
        isInteractive = isTerminal(descriptor)
        if let columns = environment("COLUMNS").flatMap(Int.init), columns > 0 {
            width = columns
        } else {
            width = isInteractive ? terminalColumns(descriptor) ?? 80 : nil
        }
        hasStyle = isInteractive && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
    }

    /// How a word stands out.
    public enum Style: CaseIterable, Sendable {
        case strong, error, warning, caret, faint

        /// Of "select graphic rendition" (ECMA-48): colours of the terminal's own palette, which suits its background.
        fileprivate var code: String {
            switch self {
            case .strong: "1"
            case .error: "1;31"
            case .warning: "1;35"
            case .caret: "1;32"
            case .faint: "2"
            }
        }

        fileprivate var mark: Unicode.Scalar { Unicode.Scalar(0xF8E0 + UInt32(Self.allCases.firstIndex(of: self)!))! }
    }

    /// The text in a style where there is style: between marks that ``printable(_:)`` turns into the terminal's codes.
    public func styled(_ text: String, _ style: Style) -> String {
        hasStyle ? "\u{F8F0}\(style.mark)\(Self.own)\u{F8F1}" + text + Self.off : text
    }

    func bold(_ text: String) -> String { styled(text, .strong) }

    /// What no file can hold by chance or on purpose: each process has its own.
    private static let own = String(UInt64.random(in: .min ... .max), radix: 36)
    private static let off = "\u{F8F2}\(own)\u{F8F3}"

    /// A text as it goes to a terminal, a file or a pipe: what a terminal would act on is made visible, but for the
    /// style that this module gave.
    public static func printable(_ text: String) -> String {
        var text = text.visible
        // Scalars, as a mark may follow a letter that it would combine with.
        guard text.unicodeScalars.contains("\u{F8F0}") else { return text }
        for style in Style.allCases {
            text = text.replacing("\u{F8F0}\(style.mark)\(own)\u{F8F1}", with: "\u{1B}[\(style.code)m")
        }
        return text.replacing(off, with: "\u{1B}[0m")
    }
}
