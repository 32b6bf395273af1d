import ArgumentParser
import Diagnostics
import Hardware
import Markup
import Reports
import System
import Workbench

extension CompletionKind {
    static let hardware = named(.hardware, files: ["xml"])
    static let mapping = named(.mappings, files: ["xml"])
    static let network = named(.networks, files: ["xml", "onnx", "csv"])
    static let search = named(.searches, files: ["xml"])
    static let strategy = named(.strategies, files: [])
    static let study = named(.studies, files: [])
    static let metric = CompletionKind.list(Metric.all.map(\.name))
    /// Attributes of the hardware that the command line names before: `adc/@columns`.
    static let attributePath = custom { words, index, prefix in
        guard words.indices.contains(index) else { return [] }
        let typed = TypedPath(words, index, prefix)
        return completions {
            try AttributePaths(ofHardwareAmong: Array(words[..<index])).beginning(with: typed.text).map {
                String($0.dropFirst(typed.kept))
            }
        }
    }

    /// Names of a kind, and files and folders.
    private static func named(_ kind: NameKind, files extensions: [String]) -> CompletionKind {
        custom { words, _, prefix in
            completions {
                let storage = words.firstIndex(of: "--storage").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
                let names = try KnownNames(
                    bench: Workbench.ofCommand(), storage: .init(name: storage ?? "studies.sqlite", patience: 1)
                ).bare(kind)
                return names.filter { $0.hasPrefix(prefix) }
                    + (extensions.isEmpty ? [] : files(beginning: prefix, extensions))
            }
        }
    }

    /// Files of some kinds, and folders with a slash, whose paths begin so.
    private static func files(beginning prefix: String, _ extensions: [String]) -> [String] {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        return System.names(inFolder: folder.isEmpty ? "." : folder).map { folder + $0 }.filter { $0.hasPrefix(prefix) }
            .compactMap { path in
                switch PathKind(path) {
                case .folder: path + "/"
                case .file where extensions.contains { path.hasSuffix("." + $0) }: path
                default: nil
                }
            }
    }
}

/// The beginning of a path as it stands on a command line.
///
/// bash breaks words at `@` and `=`, and replaces what is behind the last of them alone.
struct TypedPath {
    private(set) var text: String
    /// Characters of it that stay.
    private(set) var kept = 0

    init(_ words: [String], _ index: Int, _ prefix: String) {
        var pieces = [prefix]
        var place = index
        func isBreak(_ word: String) -> Bool { word == "@" || word == "=" }
        while place > 0, isBreak(words[place]) || isBreak(words[place - 1]) {
            place -= 1
            pieces.insert(words[place], at: 0)
        }
        // As the shell would read it.
        text = pieces.joined().replacing("\\", with: "")
        if let quote = text.first, quote == "\"" || quote == "'" { text.removeFirst() }
        if place < index, let last = text.lastIndex(where: { $0 == "@" || $0 == "=" }) {
            kept = text.distance(from: text.startIndex, to: last) + 1
        }
    }
}

/// What there is to choose from; nothing where that cannot be found out, as a shell shows no errors.
private func completions(_ find: () throws -> [String]) -> [String] { (try? find()) ?? [] }

/// The paths by which `sweep` and search files name attributes of a hardware file.
struct AttributePaths {
    private let paths: [String]

    /// - Parameter words: of a command line; the first that names hardware is meant.
    /// - Throws: where none does.
    init(ofHardwareAmong words: [String]) throws {
        let bench = try Workbench.ofCommand(allowsOutsideFiles: true)
        let names = bench.names(of: .hardware)
        guard let named = words.first(where: { names.contains($0) || $0.hasSuffix(".xml") }) else {
            throw InputError("no hardware is named", hint: "name it before the attribute")
        }
        self.init(of: try bench.hardwareDocument(named).document)
    }

    /// Each attribute by its element's name, and by what tells the element from others of its name: its own `id`,
    /// `name` or `ref`, or that of the element around it. Where the name alone leads to several, `sweep` says so and
    /// with what to go on.
    init(of document: Document) {
        var found: [String] = []
        var seen: Set<String> = []
        func visit(_ element: Element, inside parent: Element?) {
            var steps = [element.name, Self.step(element)]
            if let parent, Self.step(parent) != parent.name {
                steps.append(Self.step(parent) + "/" + Self.step(element))
            }
            for step in steps {
                for attribute in element.attributes
                where !["id", "name", "ref", "source", "like", "kind", "model"].contains(attribute.name) {
                    let path = "\(step)/@\(attribute.name)"
                    if seen.insert(path).inserted { found.append(path) }
                }
            }
            for child in element.children { visit(child, inside: element) }
        }
        visit(document.root, inside: nil)
        paths = found
    }

    private static func step(_ element: Element) -> String {
        for key in ["id", "name", "ref"] {
            if let attribute = element.attribute(key) { return "\(element.name)[@\(key)='\(attribute.value)']" }
        }
        return element.name
    }

    func beginning(with prefix: String) -> [String] { paths.filter { $0.hasPrefix(prefix) } }
}
