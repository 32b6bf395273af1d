/// Where a PostgreSQL database is: `postgresql://user@host:port/database?option=value`, as libpq takes it ("Connection
/// URIs" in PostgreSQL's manual).
///
/// It may hold a password. ``description``, which is what messages, records and reports get, does not.
public struct PostgreSQLURL: Hashable, Sendable, CustomStringConvertible {
    /// The URL without a password.
    public let description: String
    /// Whether it has a password, which then stands wherever the URL is written.
    public var holdsPassword: Bool { !secrets.isEmpty }

    /// As it was given, for libpq alone.
    let text: String
    private let secrets: [String]

    /// - Returns: nil where the text does not begin as such a URL does.
    public init?(_ text: String) {
        guard let scheme = ["postgresql://", "postgres://"].first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
        self.text = text
        var secrets: [String] = []
        let rest = text.dropFirst(scheme.count)
        var authority = String(rest.prefix { $0 != "/" })
        var tail = String(rest.dropFirst(authority.count))
        if tail.isEmpty, let question = authority.lastIndex(of: "?"), !authority[question...].contains("@") {
            tail = String(authority[question...])
            authority = String(authority[..<question])
        }
        if let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
            secrets.append(String(authority[authority.index(after: colon)..<at]))
            authority.removeSubrange(colon..<at)
        }
        if let question = tail.firstIndex(of: "?") {
            let options = tail[tail.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false)
            var kept: [Substring] = []
            for option in options {
                let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if ["password", "sslpassword"].contains(percentDecoded(parts[0]).lowercased()) {
                    if parts.count > 1 { secrets.append(String(parts[1])) }
                } else {
                    kept.append(option)
                }
            }
            tail = tail[..<question] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
        }
        self.secrets = secrets.filter { !$0.isEmpty }
        description = text.prefix(scheme.count) + authority + tail
    }

    /// A message of libpq's, which may repeat a part of the URL, without the password.
    func scrubbed(_ message: String) -> String {
        secrets.flatMap { [$0, percentDecoded($0[...])] }.filter { !$0.isEmpty }.reduce(message) { $0.replacing($1, with: "***") }
    }
}

private func percentDecoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), rest.count >= 2, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
            bytes.append(code)
            rest.removeFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
