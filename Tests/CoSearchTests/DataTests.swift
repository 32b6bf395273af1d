import Foundation
import Markup
import Search
import Testing

@testable import CoSearch

@Suite struct DataTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("naxdse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test("CIFAR-10 is read as its page describes it")
    func reads() throws {
        try withFolder { folder in
            for batch in 1...5 {
                let images = [0, 1].map { image in [UInt8(batch + image)] + (0..<3072).map { UInt8(($0 + image) & 255) } }
                try Data(images.flatMap(\.self)).write(to: URL(fileURLWithPath: "\(folder)/data_batch_\(batch).bin"))
            }
            let images = try CIFAR10.training(in: folder)
            #expect(images.count == 10 && images.labels == [1, 2, 2, 3, 3, 4, 4, 5, 5, 6])
            #expect(images.pixels[3072 * 3 + 10] == 11)
            let error = #expect(throws: InvalidInput.self) { try CIFAR10.test(in: folder) }
            #expect(error?.description.contains("test_batch.bin") == true)
        }
    }

    @Test("a file that is cut off or has an eleventh class is an error", arguments: [[UInt8](repeating: 0, count: 3072), [10] + [UInt8](repeating: 0, count: 3072), []])
    func broken(bytes: [UInt8]) throws {
        try withFolder { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/test_batch.bin"))
            #expect(throws: InvalidInput.self) { try CIFAR10.test(in: folder) }
        }
    }

    private let images = LabelledImages(
        channels: 1, height: 2, width: 2, classes: 3, pixels: (0..<40).map { UInt8($0) }, labels: (0..<10).map { UInt8($0 % 3) })

    @Test("a split has every image once, the same for the same seed")
    func split() {
        let (a, b) = images.split(share: 0.7, seed: 5)
        #expect(a.count == 7 && b.count == 3)
        #expect((a.pixels + b.pixels).sorted() == images.pixels)
        #expect(images.split(share: 0.7, seed: 5) == (a, b))
        #expect(images.split(share: 0.7, seed: 6) != (a, b))
        #expect(images.split(share: 1, seed: 5).1.count == 1)
    }

    @Test("mean and deviation of the pixels, from 0 to 1")
    func statistics() {
        let (mean, deviation) = images.statistics
        #expect(abs(mean[0] - 19.5 / 255) < 1e-12)
        // Of 0…n−1: (n² − 1)/12.
        #expect(abs(deviation[0] - (1599.0 / 12).squareRoot() / 255) < 1e-12)
    }
}
