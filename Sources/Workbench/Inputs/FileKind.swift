import DesignSearch
import Diagnostics
import Hardware
import Mapping
import Markup
import Networks
import Registration
import System

/// What an XML file describes, as its root element says.
package enum FileKind: String, CaseIterable {
    case hardware, mapping, network, search

    /// Where shipped files of it lie.
    package var folder: String {
        switch self {
        case .hardware: "hardware"
        case .mapping: "mappings"
        case .network: "networks"
        case .search: "search"
        }
    }

    package var schema: Schema {
        switch self {
        case .hardware: .hardware
        case .mapping: .mapping
        case .network: .network
        case .search: .search
        }
    }

    /// The kind of a file; nil where it cannot be read or has no root element, which its reader will tell.
    ///
    /// - Throws: `InvalidInput` for a root element that is none of ours.
    package init?(ofFile path: String) throws(InvalidInput) {
        guard let root = RootElement(ofFile: path) else { return nil }
        if let kind = FileKind(rawValue: root.name) {
            self = kind
            return
        }
        let names = FileKind.allCases.map(\.rawValue)
        throw InvalidInput([
            Diagnostic(
                at: SourceLocation(file: path, line: root.line, column: root.column),
                "the root element is <\(root.name)>",
                hint: nearest(to: root.name, in: names).map { "did you mean <\($0)>?" }
                    ?? "it should be " + names.map { "<\($0)>" }.joined(separator: ", "))
        ])
    }
}

extension FileKind {
    /// - Throws: `InvalidInput` where the file is plainly of another kind; what is wrong with one of this kind, its
    ///   reader tells.
    package func check(_ path: String) throws(InvalidInput) {
        func refuse(_ what: String, _ wanted: String, hint: String) throws(InvalidInput) {
            let place = SourceLocation(file: path)
            throw InvalidInput([Diagnostic(at: place, "this is \(what), and \(wanted)", hint: hint)])
        }
        guard let beginning = try? RegularFile.beginning(of: path, count: RootElement.reach) else { return }
        if let model = ForeignModel(path: path, beginning: beginning) {
            try refuse(model.words, self == .network ? "no ONNX file" : "\(words) is wanted", hint: model.remedy)
        }
        if beginning.starts(with: "SQLite format 3\0".utf8) {
            try refuse(
                "a file of studies", "\(words) is wanted",
                hint: "give it with --storage: naxdse search list --storage \(path)")
        }
        if self != .network, path.hasSuffix(".onnx") {
            try refuse("an ONNX model", "\(words) is wanted", hint: FileKind.network.usage(path))
        }
        guard !path.hasSuffix(".onnx"), !path.hasSuffix(".csv"),
            let root = RootElement(String(decoding: beginning, as: UTF8.self)), root.name != rawValue
        else { return }
        let place = SourceLocation(file: path, line: root.line, column: root.column)
        if root.name == "library", self == .hardware {
            throw InvalidInput([
                Diagnostic(
                    at: place, "this is a library of components, and hardware is wanted",
                    hint: "include it in a hardware file: <xi:include href=\"\(path)\"/>")
            ])
        }
        guard let other = FileKind(rawValue: root.name) else { return }
        throw InvalidInput([
            Diagnostic(at: place, "this is \(other.words), and \(words) is wanted", hint: other.usage(path))
        ])
    }

    var words: String {
        switch self {
        case .hardware: "hardware"
        case .mapping: "a mapping"
        case .network: "a network"
        case .search: "a search"
        }
    }

    /// Where a file of this kind goes.
    func usage(_ path: String) -> String {
        switch self {
        case .hardware: "name hardware where the command says HARDWARE: naxdse evaluate \(path) --network …"
        case .mapping: "give it with --mapping \(path)"
        case .network: "give it with --network \(path)"
        case .search: "run it: naxdse search run \(path)"
        }
    }
}

/// The first tag of an XML file, found without reading further.
package struct RootElement: Equatable {
    package var name: String
    package var line: Int
    package var column: Int

    /// Bytes from the beginning of a file in which its first tag is looked for.
    static let reach = 1 << 16

    package init?(ofFile path: String) {
        guard let bytes = try? RegularFile.beginning(of: path, count: Self.reach) else { return nil }
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    /// Skips declaration, comments, processing instructions and document type; nil where no tag follows.
    package init?(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        var index = 0
        func starts(_ prefix: String, _ at: Int) -> Bool { scalars[at...].starts(with: prefix.unicodeScalars) }
        func end(of closing: String) -> Int? {
            (index..<scalars.count).first { starts(closing, $0) }.map { $0 + closing.unicodeScalars.count }
        }
        while true {
            guard let opening = scalars[index...].firstIndex(of: "<") else { return nil }
            index = opening
            if starts("<!--", index) {
                guard let next = end(of: "-->") else { return nil }
                index = next
            } else if starts("<?", index) {
                guard let next = end(of: "?>") else { return nil }
                index = next
            } else if starts("<!", index) {
                guard let next = end(of: ">") else { return nil }
                index = next
            } else {
                break
            }
        }
        let tag = scalars[(index + 1)...].prefix {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || ":_-.".unicodeScalars.contains($0)
        }
        // A prefix only stands for the namespace.
        let local = tag.split(separator: ":", omittingEmptySubsequences: false).last ?? []
        guard !local.isEmpty else { return nil }
        var name = ""
        name.unicodeScalars.append(contentsOf: local)
        self.name = name
        line = 1 + scalars[..<index].count { $0 == "\n" }
        column = 1 + scalars[..<index].reversed().prefix { $0 != "\n" }.count
    }
}
