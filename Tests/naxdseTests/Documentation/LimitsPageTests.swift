import Foundation
import Reports
import TensorFile
import Testing

@testable import Circuit
@testable import DesignSearch
@testable import Markup
@testable import Networks
@testable import Optimisation

/// The page of limits says what the code has.
@Suite struct LimitsPageTests {
    private static let limits: [(words: String, value: String)] = [
        ("XML: bytes of one file", "\(Markup.Limits.fileSize >> 20) MiB"),
        ("XML: files of one document", "\(Markup.Limits.files)"),
        ("XML: elements of one document", "\(Markup.Limits.elements)"),
        ("XML: elements inside each other", "\(Markup.Limits.depth)"),
        ("XML: attributes of one element", "\(Markup.Limits.attributes)"),
        ("XML: namespaces declared on one element", "\(Markup.Limits.namespaces)"),
        ("XML: elements of one file that include others", "\(Markup.Limits.includes)"),
        ("XML: complaints of one file", "\(Markup.Limits.complaints)"),
        ("comma-separated values: bytes", "\(gridSizeLimit >> 20) MiB"),
        ("comma-separated values: mistakes told", "\(GridText.problemLimit)"),
        ("safetensors: bytes of the header", "\(SafetensorsHeader.sizeLimit)"),
        ("ONNX: nodes of the graph", "\(16 * Networks.Limits.layers)"),
        ("ONNX: elements of a constant that is worked out", "\(Constant.foldingLimit)"),
        ("ONNX: elements of all constants that are worked out", "\(Constant.totalFoldingLimit)"),
        ("layers", "\(Networks.Limits.layers)"),
        ("elements of one tensor", "\(Networks.Limits.elements)"),
        ("extents of one tensor", "\(Networks.Limits.rank)"),
        ("kernel, stride, dilation and padding along one axis", "\(Networks.Limits.window)"),
        ("multiply-accumulates of one layer", "\(Networks.Limits.multiplyAccumulates)"),
        ("combinations", "\(Sweep.mostPoints)"),
        ("options of all layers that are priced before the search", "\(TabulatedSpace.largestTable)"),
    ]

    @Test(arguments: limits) func thePageSaysWhatTheCodeHas(words: String, value: String) throws {
        let page = try String(contentsOf: repository.appending(path: "docs/reference/limits.md"), encoding: .utf8)
        #expect(page.contains("| \(words) | \(value) |"), "\(words): \(value)")
    }
}
