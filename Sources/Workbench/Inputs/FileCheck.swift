import DesignSearch
import Diagnostics
import Hardware
import Mapping
import Networks
import Reports

/// What reading a file found.
package struct FileCheck {
    package let path: String
    /// hardware, mapping, network, search or onnx; "" when it cannot be told.
    package let kind: String
    /// The name that the file gives what it describes; "" when it is not valid.
    package let name: String
    /// What a network takes; nil for files of other kinds, and for one that is not valid.
    package let network: NetworkSummary?
    package let diagnostics: [Diagnostic]

    package var isValid: Bool { !diagnostics.contains { $0.severity == .error } }

    package init(_ path: String, _ bench: Workbench, models: ComponentModelRegistry) {
        self.path = path
        var kind = ""
        var network: NetworkSummary?
        do throws(InvalidInput) {
            // Told as a network that cannot be read, not as hardware that is no XML.
            if ForeignModel(file: path) != nil { try FileKind.network.check(path) }
            if path.hasSuffix(".onnx") {
                kind = "onnx"
                let model = try bench.model(path).network
                name = model.name
                network = model.summary
            } else {
                let known = try FileKind(ofFile: path)
                kind = known?.rawValue ?? ""
                let outside = bench.allowsOutsideFiles
                // Whichever reader tells what is wrong with a file that is no XML.
                let found = known ?? .hardware
                switch found {
                case .hardware:
                    name = try ArchitectureReader(allowsOutsideFiles: outside, models: models).read(path).name
                case .mapping: name = try MappingReader(allowsOutsideFiles: outside).read(path).name
                case .search: name = try SearchReader(allowsOutsideFiles: outside).read(path).name
                case .network:
                    let read = try NetworkReader(allowsOutsideFiles: outside).read(path).network
                    name = read.name
                    network = read.summary
                }
            }
            diagnostics = []
        } catch {
            name = ""
            diagnostics = error.diagnostics
        }
        self.kind = kind
        self.network = network
    }

    /// "mine.xml: network mine, valid: 3×32×32 to 10: 20 layers with weights, …"; of a file that is valid.
    package var words: String { "\(path): \(kind) \(name), valid" + (network.map { ": \($0.words)" } ?? "") }

    package var json: JSON {
        [
            "file": .string(path), "kind": .string(kind), "name": .string(name), "valid": .boolean(isValid),
            "network": network?.json ?? .null,
            "diagnostics": .array(
                diagnostics.map { diagnostic in
                    [
                        "severity": .string(diagnostic.severity.rawValue), "file": .string(diagnostic.location.file),
                        "line": .integer(diagnostic.location.line), "column": .integer(diagnostic.location.column),
                        "message": .string(diagnostic.message), "hint": .string(diagnostic.hint),
                    ]
                }),
        ]
    }

    package static let csvHeader = ["file", "kind", "valid", "severity", "place", "line", "column", "message", "hint"]

    /// A row for each diagnostic; one for a file that has none.
    package var csvRows: [[CSV.Field]] {
        let file: [CSV.Field] = [.text(path), .text(kind), .text("\(isValid)")]
        guard !diagnostics.isEmpty else { return [file + [.empty, .empty, .empty, .empty, .empty, .empty]] }
        return diagnostics.map { diagnostic in
            file + [
                .text(diagnostic.severity.rawValue), .text(diagnostic.location.file),
                .integer(diagnostic.location.line),
                .integer(diagnostic.location.column), .text(diagnostic.message), .text(diagnostic.hint),
            ]
        }
    }
}
