import Hardware
import Mapping
import Markup
import Networks
import Reports
import Search

/// What reading a file found.
struct FileCheck {
    let path: String
    /// hardware, mapping, network, search or onnx; "" when it cannot be told.
    let kind: String
    /// The name that the file gives what it describes; "" when it is not valid.
    let name: String
    let diagnostics: [Diagnostic]

    var isValid: Bool { !diagnostics.contains { $0.severity == .error } }

    init(_ path: String, _ inputs: Inputs, models: ComponentModelRegistry) {
        self.path = path
        var kind = ""
        do throws(InvalidInput) {
            if ModelFormat(ofFile: path) != nil { try FileKind.network.check(path) }
            if path.hasSuffix(".onnx") {
                kind = "onnx"
                name = try inputs.model(path).network.name
            } else {
                let known = try FileKind(ofFile: path)
                kind = known?.rawValue ?? ""
                let outside = inputs.allowsOutsideFiles
                // Whichever reader tells what is wrong with a file that is no XML.
                let found = known ?? .hardware
                name = switch found {
                case .hardware: try ArchitectureReader(schema: inputs.schema(found), allowsOutsideFiles: outside, models: models).read(path).name
                case .mapping: try MappingReader(schema: inputs.schema(found), allowsOutsideFiles: outside).read(path).name
                case .search: try SearchReader(schema: inputs.schema(found), allowsOutsideFiles: outside).read(path).name
                case .network: try NetworkReader(schema: inputs.schema(found), allowsOutsideFiles: outside).read(path).network.name
                }
            }
            diagnostics = []
        } catch {
            name = ""
            diagnostics = error.diagnostics
        }
        self.kind = kind
    }

    var json: JSON {
        [
            "file": .string(path), "kind": .string(kind), "name": .string(name), "valid": .boolean(isValid),
            "diagnostics": .array(diagnostics.map { diagnostic in
                [
                    "severity": .string(diagnostic.severity.rawValue), "file": .string(diagnostic.location.file),
                    "line": .integer(diagnostic.location.line), "column": .integer(diagnostic.location.column),
                    "message": .string(diagnostic.message), "hint": .string(diagnostic.hint),
                ]
            }),
        ]
    }

    static let csvHeader = ["file", "kind", "valid", "severity", "place", "line", "column", "message", "hint"]

    /// A row for each diagnostic; one for a file that has none.
    var csvRows: [[CSV.Field]] {
        let file: [CSV.Field] = [.text(path), .text(kind), .text("\(isValid)")]
        guard !diagnostics.isEmpty else { return [file + [.empty, .empty, .empty, .empty, .empty, .empty]] }
        return diagnostics.map { diagnostic in
            file + [
                .text(diagnostic.severity.rawValue), .text(diagnostic.location.file), .integer(diagnostic.location.line),
                .integer(diagnostic.location.column), .text(diagnostic.message), .text(diagnostic.hint),
            ]
        }
    }
}
