import Diagnostics
import TensorFile
import Testing

@Suite struct HeaderTests {
    @Test func whatIsWrittenReadsAsItWas() throws {
        let entries: [SafetensorsHeader.Entry] = [
            .init(name: "a \"quoted\"\n", type: .float32, shape: [2, 3], bytes: 0..<24),
            .init(name: "b", type: .bool, shape: [], bytes: 24..<25),
            .init(name: "c", type: .int64, shape: [0, 7], bytes: 25..<25),
        ]
        let beginning = SafetensorsHeader.bytes(of: entries, notes: ["epoch": "7", "who": "é\u{1}"])
        #expect(beginning.count.isMultiple(of: 8))
        let file = beginning + [UInt8](repeating: 0, count: 25)
        let header = try file.withUnsafeBytes { try SafetensorsHeader($0, path: "t.safetensors") }
        #expect(
            header.entries == entries && header.notes == ["epoch": "7", "who": "é\u{1}"]
                && header.end == beginning.count)
    }

    @Test func aFileThatIsCutOffAnywhereIsTold() throws {
        let entry = SafetensorsHeader.Entry(name: "a", type: .uint8, shape: [5], bytes: 0..<5)
        let file = SafetensorsHeader.bytes(of: [entry], notes: [:]) + [1, 2, 3, 4, 5]
        for count in 0..<file.count {
            #expect(throws: InvalidInput.self) {
                try file[..<count].withUnsafeBytes { _ = try SafetensorsHeader($0, path: "t.safetensors") }
            }
        }
    }
}
