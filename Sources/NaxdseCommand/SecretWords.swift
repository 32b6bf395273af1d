import Optimisation
import Workbench

/// The words of the command line that hold a password: URLs of databases. They are in no message, and not where
/// everybody on the machine can read them, in the list of processes.
struct SecretWords {
    private var urls: [PostgreSQLURL] = []

    /// Finds them and overwrites them where the system shows this process's command line.
    ///
    /// - Precondition: `CommandLine.arguments`, which are read from there once, have been read.
    init() {
        for index in 0..<Int(CommandLine.argc) {
            guard let start = CommandLine.unsafeArgv[index] else { continue }
            let word = String(cString: start)
            // As a word of its own, or behind an option's name: --storage=postgresql://…
            guard let range = word.range(ofFirst: ["postgresql://", "postgres://"]),
                let url = PostgreSQLURL(String(word[range.lowerBound...])),
                url.holdsPassword
            else { continue }
            urls.append(url)
            let before = word[..<range.lowerBound].utf8.count, length = word[range.lowerBound...].utf8.count
            let shown = Array(url.description.utf8)
            for place in 0..<length {
                start[before + place] = CChar(bitPattern: place < shown.count ? shown[place] : UInt8(ascii: " "))
            }
        }
    }

    var isEmpty: Bool { urls.isEmpty }

    /// A message without the passwords.
    func scrubbed(_ message: String) -> String { urls.reduce(message) { $1.scrubbingURL(in: $0) } }
}

extension String {
    /// Where the first of some words stands, in small letters or capitals.
    fileprivate func range(ofFirst words: [String]) -> Range<Index>? {
        let small = Array(utf8).map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
        for word in words {
            let wanted = Array(word.utf8)
            guard small.count >= wanted.count,
                let first = (0...small.count - wanted.count).first(where: {
                    small[$0..<$0 + wanted.count].elementsEqual(wanted)
                })
            else { continue }
            let start = utf8.index(utf8.startIndex, offsetBy: first)
            return start..<utf8.index(start, offsetBy: wanted.count)
        }
        return nil
    }
}
