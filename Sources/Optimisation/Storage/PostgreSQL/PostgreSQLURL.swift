/// Where a PostgreSQL database is: `postgresql://user@host:port/database?option=value`, as libpq takes it ("Connection
/// URIs" in PostgreSQL's manual).
///
/// It may hold a password, in any of the forms that libpq knows: libpq itself takes the URL apart, so that what is a
/// password for it is one here. ``description``, which is what messages, records and reports get, has none.
public struct PostgreSQLURL: Hashable, Sendable, CustomStringConvertible {
    /// The URL without a password; of a URL that libpq does not take, or where libpq is not installed, no more than its
    /// beginning.
    public let description: String
    /// Whether it has a password, which then stands wherever the URL is written; true as well where that is not known.
    public let holdsPassword: Bool

    /// As it was given.
    let text: String
    /// What libpq connects by: names of its options and their values.
    let options: [Option]
    /// Why it leads nowhere; nil for a URL that libpq takes.
    let problem: Problem?

    struct Option: Hashable, Sendable {
        var name: String
        var value: String
        /// Whether the value is a password or a key.
        var isSecret: Bool
    }

    struct Problem: Hashable, Sendable {
        /// After "the URL postgresql://…".
        var what: String
        var hint: String
    }

    /// - Returns: nil where the text does not begin as such a URL does.
    public init?(_ text: String) {
        guard let scheme = ["postgresql://", "postgres://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            return nil
        }
        self.text = text
        let written = String(text.prefix(scheme.count))
        func unreadable(_ what: String, _ hint: String) -> (String, Bool, [Option], Problem?) {
            (written + "…", true, [], Problem(what: what, hint: hint))
        }
        (description, holdsPassword, options, problem) = {
            guard let library = try? LibPQ() else {
                return unreadable(
                    "cannot be read without PostgreSQL's client library",
                    "install it (Debian: libpq5), or keep the study in a file")
            }
            // libpq wants the scheme in small letters.
            switch library.options(of: scheme + text.dropFirst(scheme.count)) {
            case .failure(let refusal):
                return unreadable("cannot be read" + (Self.maySay(text) ? ": \(refusal.said)" : ""), Self.quoting)
            case .success(let options):
                if let what = Self.sign(ofMisreadPassword: options, in: text.dropFirst(scheme.count)) {
                    return unreadable(what, Self.quoting)
                }
                return (
                    written + Self.shown(options), options.contains { $0.isSecret && !$0.value.isEmpty }, options, nil
                )
            }
        }()
    }

    private static let quoting =
        "in a password, write % as %25, @ as %40, : as %3A, / as %2F, ? as %3F, & as %26 and # as %23"

    /// A message of libpq's, which may repeat a part of the URL, without the password.
    func scrubbed(_ message: String) -> String {
        options.filter { $0.isSecret && !$0.value.isEmpty }.flatMap { [$0.value, percentEncoded($0.value)] }
            .reduce(message) { $0.replacing($1, with: "***") }
    }

    /// A text in which the URL may stand as it was given, as errors that repeat a command's words do, without its
    /// password.
    public func scrubbingURL(in text: String) -> String {
        holdsPassword ? scrubbed(text.replacing(self.text, with: description)) : text
    }

    // MARK: What libpq reads otherwise than it was meant

    /// A password with a character of its own meaning moves what follows into the host, the port or the database, which
    /// libpq's errors and ours would show.
    /// - Parameter rest: the URL after its scheme.
    /// - Returns: what is wrong with it; nil for nothing.
    private static func sign(ofMisreadPassword options: [Option], in rest: Substring) -> String? {
        func value(_ name: String) -> String { options.first { $0.name == name }?.value ?? "" }
        let path = rest.prefix { $0 != "?" }.drop { $0 != "/" }
        if value("host").contains(where: { "@?#".contains($0) }) || value("hostaddr").contains("@") {
            return "has an '@', '?' or '#' in its host"
        }
        if !value("port").allSatisfy({ $0.isASCII && $0.isNumber || $0 == "," }) {
            return "has a port that is no number"
        }
        if path.contains("@") { return "has an '@' after its host" }
        // "server?password=x@y" is read as user "server", and host "y".
        if let place = rest.firstIndex(of: "@"), !rest[..<place].contains("/"),
            rest[..<place].contains(/\?[A-Za-z_%0-9]+=/)
        {
            return "has an '@' in one of its options, before any '/'"
        }
        if value("user").contains(where: { "?/#".contains($0) }) { return "has a '?', '/' or '#' in its user's name" }
        if value("dbname").contains("=") || value("dbname").contains("://") {
            return "has a connection string as the name of its database"
        }
        return nil
    }

    /// Whether what libpq says of a URL that it does not take can hold no part of a password: there seems to be none.
    private static func maySay(_ text: String) -> Bool {
        let plain = percentDecoded(text.drop { $0 != "/" }.dropFirst(2)).lowercased()
        let places = plain.count { $0 == "@" }
        return places <= 1 && (places == 0 || !plain.prefix { $0 != "@" }.contains(":"))
            && !["pass", "secret", "scram"].contains(where: plain.contains)
    }

    // MARK: How it is shown

    /// After the scheme: user, hosts with their ports, database, and what else is said but passwords.
    private static func shown(_ options: [Option]) -> String {
        var rest = options.filter { !$0.isSecret }
        func take(_ name: String) -> String? {
            guard let index = rest.firstIndex(where: { $0.name == name }) else { return nil }
            return rest.remove(at: index).value
        }
        let user = take("user").map { percentEncoded($0) + "@" } ?? ""
        var place = ""
        let hosts =
            rest.first { $0.name == "host" }?.value.split(separator: ",", omittingEmptySubsequences: false) ?? []
        let ports =
            rest.first { $0.name == "port" }?.value.split(separator: ",", omittingEmptySubsequences: false) ?? []
        // Folders of sockets and the like stay among the options.
        if !hosts.isEmpty, hosts.allSatisfy({ $0.allSatisfy { $0.isLetter || $0.isNumber || ".-_:".contains($0) } }),
            ports.count <= hosts.count
        {
            _ = (take("host"), take("port"))
            place = hosts.enumerated().map { index, host in
                let port = ports.count == 1 ? ports[0] : index < ports.count ? ports[index] : ""
                return (host.contains(":") ? "[\(host)]" : String(host)) + (port.isEmpty ? "" : ":\(port)")
            }.joined(separator: ",")
        }
        let database = take("dbname").map { "/" + percentEncoded($0) } ?? (user.isEmpty && place.isEmpty ? "/" : "")
        let others = rest.map { "\($0.name)=\(percentEncoded($0.value, but: "/,:"))" }.joined(separator: "&")
        return user + place + database + (others.isEmpty ? "" : "?" + others)
    }
}

/// Why libpq does not take a URL.
private struct Refusal: Error {
    /// In its words, which may hold parts of the URL.
    var said: String
}

extension LibPQ {
    /// What libpq reads in a URL.
    fileprivate func options(of url: String) -> Swift.Result<[PostgreSQLURL.Option], Refusal> {
        // libpq sees no further, and what follows may be a password as well.
        guard !url.utf8.contains(0) else { return .failure(Refusal(said: "it holds a NUL character")) }
        var message: UnsafeMutablePointer<CChar>?
        guard let first = parse(url, &message) else {
            defer { freeText(message) }
            let said = message.map { String(cString: $0) } ?? "out of memory"
            return .failure(Refusal(said: said.split { $0.isWhitespace }.joined(separator: " ")))
        }
        defer { freeOptions(first) }
        var options: [PostgreSQLURL.Option] = []
        var next = first.assumingMemoryBound(to: Option.self)
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.value {
                let name = String(cString: keyword), display = next.pointee.display.map { String(cString: $0) } ?? ""
                let isSecret = display.contains("*") || ["password", "secret", "scram_"].contains(where: name.contains)
                options.append(.init(name: name, value: String(cString: value), isSecret: isSecret))
            }
            next += 1
        }
        return .success(options)
    }
}

/// The text as it stands in a part of a URL.
/// - Parameter others: characters that stay as they are, beside letters, digits and `-._~`.
private func percentEncoded(_ text: String, but others: String = "") -> String {
    text.utf8.map { byte in
        let scalar = UnicodeScalar(byte)
        let stays =
            byte < 128
            && (scalar.properties.isAlphabetic || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "-._~\(others)".unicodeScalars.contains(scalar))
        return stays ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
}

private func percentDecoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), rest.count >= 2,
            let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        {
            bytes.append(code)
            rest.removeFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
