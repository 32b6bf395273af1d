import Markup
import Registration
import System

/// What an XML file describes, as its root element says.
enum FileKind: String, CaseIterable {
    case hardware, mapping, network, search

    /// Below the folder of shipped files.
    var schema: String {
        switch self {
        case .hardware: "hardware/schema/hardware.xsd"
        case .mapping: "mappings/schema/mapping.xsd"
        case .network: "networks/schema/network.xsd"
        case .search: "search/schema/search.xsd"
        }
    }

    /// The kind of a file; nil where it cannot be read or has no root element, which its reader will tell.
    ///
    /// - Throws: `InvalidInput` for a root element that is none of ours.
    init?(ofFile path: String) throws(InvalidInput) {
        guard let root = RootElement(ofFile: path) else { return nil }
        if let kind = FileKind(rawValue: root.name) {
            self = kind
            return
        }
        let names = FileKind.allCases.map(\.rawValue)
        throw InvalidInput([Diagnostic(
            at: SourceLocation(file: path, line: root.line, column: root.column), "the root element is <\(root.name)>",
            hint: nearest(to: root.name, in: names).map { "did you mean <\($0)>?" }
                ?? "it should be " + names.map { "<\($0)>" }.joined(separator: ", "))])
    }
}

/// The first tag of an XML file, found without reading further.
struct RootElement: Equatable {
    var name: String
    var line: Int
    var column: Int

    init?(ofFile path: String) {
        guard let bytes = try? RegularFile.beginning(of: path, count: 1 << 16) else { return nil }
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    /// Skips declaration, comments, processing instructions and document type; nil where no tag follows.
    init?(_ text: String) {
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
        let tag = scalars[(index + 1)...].prefix { $0.properties.isAlphabetic || ("0"..."9").contains($0) || ":_-.".unicodeScalars.contains($0) }
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
