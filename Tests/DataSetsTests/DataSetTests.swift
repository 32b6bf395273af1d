import Foundation
import Testing

@testable import DataSets

@Suite struct DataSetTests {
    @Test func cifarRecordsAreReadInOrder() throws {
        let folder = try TemporaryData()
        defer { folder.remove() }
        var bytes: [UInt8] = []
        for k in 0..<3 { bytes += [UInt8(k + 4)] + (0..<3072).map { UInt8(($0 + k) & 255) } }
        try folder.write("test_batch.bin", bytes)
        try folder.write("data_batch_2.bin", [1] + [UInt8](repeating: 9, count: 3072))
        let data = try DataSet(folder: folder.path)
        #expect(data.name == "cifar-10" && data.test.count == 3 && data.training?.count == 1)
        let image = try data.test.image(2)
        #expect(image.label == 6)
        #expect(image.bytes == (0..<3072).map { UInt8(($0 + 2) & 255) })
        #expect(try data.training?.image(0).bytes.allSatisfy { $0 == 9 } == true)
        let elements = data.normalisation.elements([UInt8](repeating: 255, count: 3072))
        #expect(abs(Double(elements[0]) - (1 - 0.4914) / 0.2470) < 1e-6)
        #expect(abs(Double(elements[3071]) - (1 - 0.4465) / 0.2616) < 1e-6)
    }

    @Test func damagedCIFARIsRefused() throws {
        let folder = try TemporaryData()
        defer { folder.remove() }
        try folder.write("test_batch.bin", [UInt8](repeating: 0, count: 3072))
        expectError("3072 bytes are no whole number of records") { try DataSet(folder: folder.path) }
        try folder.write("test_batch.bin", [UInt8](repeating: 77, count: 3073))
        expectError("the label of image 0 is 77") { try DataSet(folder: folder.path).test.image(0) }
    }

    @Test func foldersWithoutDataAreRefused() throws {
        let folder = try TemporaryData()
        defer { folder.remove() }
        expectError("holds no data set") { try DataSet(folder: folder.path) }
        expectError("there is no such folder") { try DataSet(folder: folder.path + "/nowhere") }
    }

    @Test(.enabled(if: (try? JPEGDecoder()) != nil, "needs libturbojpeg"))
    func tinyImageNetIsReadFromItsTree() throws {
        let folder = try TemporaryData()
        defer { folder.remove() }
        try folder.write("wnids.txt", Array("n02\nn01\n".utf8))
        try folder.write(
            "val/val_annotations.txt", Array("b.JPEG\tn02\t0\t0\t63\t63\na.JPEG\tn01\t0\t0\t63\t63\n".utf8))
        try folder.write("val/images/a.JPEG", Self.grey(64))
        try folder.write("val/images/b.JPEG", Self.grey(64))
        try folder.write("train/n01/images/x.JPEG", Self.grey(64))
        try folder.write("train/n02/images/y.JPEG", Self.grey(32))
        let data = try DataSet(folder: folder.path)
        #expect(data.classes == 2 && data.test.count == 2 && data.training?.count == 2)
        let first = try data.test.image(0)
        #expect(first.label == 1, "classes are numbered by name")
        // One DC coefficient of 0: mid-grey everywhere.
        #expect(first.bytes.count == 3 * 64 * 64 && first.bytes.allSatisfy { $0 == 128 })
        expectError("32×32 pixels") { try data.training?.image(1) }
        try folder.write("val/images/a.JPEG", [1, 2, 3])
        expectError("no JPEG image") { try data.test.image(1) }
        try folder.write("val/val_annotations.txt", Array("b.JPEG\tn02\na.JPEG\tn03\n".utf8))
        expectError("val_annotations.txt:2:1") { try DataSet(folder: folder.path) }
    }

    private func expectError<T>(_ part: String, _ body: () throws -> T) {
        do {
            _ = try body()
            Issue.record("no error: \(part)")
        } catch {
            #expect("\(error)".contains(part), "\(error)")
        }
    }

    /// The shortest baseline JPEG file: grey, every block a DC difference of 0 (one bit) and an end of block (one bit).
    static func grey(_ side: Int) -> [UInt8] {
        let size: [UInt8] = [UInt8(side >> 8), UInt8(side & 255), UInt8(side >> 8), UInt8(side & 255)]
        var file: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
        file += [0xFF, 0xC0, 0, 11, 8] + size + [1, 1, 0x11, 0]
        // Huffman tables of one code each, "0": category 0 for DC, end of block for AC.
        for table: UInt8 in [0x00, 0x10] {
            file += [0xFF, 0xC4, 0, 20, table, 1] + [UInt8](repeating: 0, count: 15) + [0]
        }
        file += [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]
        file += [UInt8](repeating: 0, count: side * side / 64 * 2 / 8)
        return file + [0xFF, 0xD9]
    }
}

/// A folder that a test fills.
struct TemporaryData {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/naxdse-data-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
