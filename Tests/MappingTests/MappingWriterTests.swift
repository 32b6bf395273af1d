import Markup
import Quantities
import Testing

@testable import Mapping

@Suite struct MappingWriterTests {
    private let reader = MappingReader()

    /// Without places and files, which belong to the text that was read.
    private func bare(_ mapping: MappingSpecification) -> MappingSpecification {
        var mapping = mapping
        mapping.files = []
        mapping.areaBudgetLocation = nil
        mapping.defaults.locations = .init()
        for index in mapping.rules.indices {
            mapping.rules[index].location = nil
            mapping.rules[index].change.locations = .init()
        }
        return mapping
    }

    @Test(arguments: try! ShippedFiles().names(in: "mappings"))
    func aShippedMappingIsWrittenAndReadBack(name: String) throws {
        let mapping = try reader.read(ShippedFiles().resolve(name, in: "mappings"))
        #expect(try bare(reader.read(bytes: Array(mapping.text.utf8), as: "written.xml")) == bare(mapping))
    }

    @Test func everySettingIsWrittenAndReadBack() throws {
        var change = SettingsChange()
        (change.weightBits, change.inputBits, change.sumBits, change.cellBits) = (4, 6, 20, 1)
        (change.encoding, change.mapper, change.crossbar, change.duplication) = (.differential, "one-slice", "x64", 3)
        (change.inputForm, change.conversionBits, change.phases) = (.twosComplement, 9, 3)
        var mapping = MappingSpecification(
            name: "all", description: "a < b & \"c\"", dataflow: .pipelined,
            defaults: LayerSettings(
                precision: Precision(weights: 7, inputs: 5, sums: 19), cellBits: 2, crossbar: "x32", duplication: 2),
            rules: [LayerRule(pattern: "layer*.conv1", sort: .depthwise, change: change, isOptional: true)])
        (
            mapping.defaults.precision.inputForm, mapping.defaults.precision.conversions,
            mapping.defaults.precision.phases
        ) = (.signMagnitude, 6, 2)
        #expect(try bare(reader.read(bytes: Array(mapping.text.utf8), as: "written.xml")) == mapping)
        // With a budget there are no copies to name, and its digits stay.
        mapping.areaBudget = Area(si: 1.0 / 3e5)
        mapping.defaults.duplication = 1
        mapping.rules[0].change.duplication = nil
        #expect(try bare(reader.read(bytes: Array(mapping.text.utf8), as: "written.xml")) == mapping)
    }
}
