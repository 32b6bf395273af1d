import DataSets
import Diagnostics
import Foundation
import Optimisation
import System
import Testing

@testable import CoSearch

@Suite struct DataTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("naxdse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test("a data set is read whole, training and test images apart, with its own normalisation")
    func reads() throws {
        try withFolder { folder in
            for name in ["data_batch_1", "data_batch_2", "test_batch"] {
                let images = [0, 1].map { image in
                    [UInt8(name.count - 10 + image)] + (0..<3072).map { UInt8(($0 + image) & 255) }
                }
                try Data(images.flatMap(\.self)).write(to: URL(fileURLWithPath: "\(folder)/\(name).bin"))
            }
            let (training, test) = try ImageSet.reading(DataSet(folder: folder), in: folder)
            #expect(training.labels == [2, 3, 2, 3] && test.labels == [0, 1])
            #expect(training.pixels[3072 * 3 + 10] == 11 && training.classes == 10)
            #expect(training.normalisation.mean == [0.4914, 0.4822, 0.4465])
            for batch in 1...2 { try FileManager.default.removeItem(atPath: "\(folder)/data_batch_\(batch).bin") }
            let error = #expect(throws: InvalidInput.self) { try ImageSet.reading(DataSet(folder: folder), in: folder) }
            #expect(error?.description.contains("without its training images") == true)
        }
    }

    private let images = ImageSet(
        channels: 1, height: 2, width: 2, classes: 3, pixels: (0..<40).map { UInt8($0) },
        labels: (0..<10).map { UInt8($0 % 3) })

    @Test("a split has every image once, the same for the same seed")
    func split() {
        let (a, b) = images.split(share: 0.7, seed: 5)
        #expect(a.count == 7 && b.count == 3)
        #expect((a.pixels + b.pixels).sorted() == images.pixels)
        #expect(images.split(share: 0.7, seed: 5) == (a, b))
        #expect(images.split(share: 0.7, seed: 6) != (a, b))
        #expect(images.split(share: 1, seed: 5).1.count == 1)
    }

    @Test("images that are held out are the same whatever is trained, and in no other part")
    func heldOut() {
        let (rest, heldOut) = images.holdingOut(4)
        #expect(rest.count == 6 && heldOut.count == 4)
        #expect((rest.pixels + heldOut.pixels).sorted() == images.pixels)
        #expect(images.holdingOut(4) == (rest, heldOut))
        // As they come in the data set.
        #expect(rest.pixels == rest.pixels.sorted() && heldOut.pixels == heldOut.pixels.sorted())
        #expect(images.holdingOut(0).rest == images)
    }

    @Test("mean and deviation of the pixels, from 0 to 1")
    func statistics() {
        let (mean, deviation) = (images.normalisation.mean, images.normalisation.deviation)
        #expect(abs(mean[0] - 19.5 / 255) < 1e-12)
        // Of 0…n−1: (n² − 1)/12.
        #expect(abs(deviation[0] - (1599.0 / 12).squareRoot() / 255) < 1e-12)
    }

    @Test("an image that is shifted has black where nothing moved in, and may be mirrored; the seed decides")
    func augmentation() {
        let (width, count) = (3, 200)
        let image = (1...9).map { UInt8($0) }
        let images = ImageSet(channels: 1, height: width, width: width, classes: 1, pixels: image, labels: [0])
        let pixels = Augmentation(images: images, shift: 1).augmented(
            ArraySlice([Int](repeating: 0, count: count)), seed: 4)
        func expected(_ down: Int, _ right: Int, _ mirrors: Bool) -> [UInt8] {
            (0..<9).map { place in
                let (row, column) = (place / width - down, place % width - right)
                guard (0..<width).contains(row), (0..<width).contains(column) else { return 0 }
                return image[row * width + (mirrors ? width - 1 - column : column)]
            }
        }
        let all = [-1, 0, 1].flatMap { down in
            [-1, 0, 1].flatMap { right in [false, true].map { expected(down, right, $0) } }
        }
        let seen = (0..<count).map { Array(pixels[$0 * 9..<($0 + 1) * 9]) }
        #expect(seen.allSatisfy(all.contains))
        // Each of the eighteen, by a chance of all but 18·(17/18)^200.
        #expect(Set(seen).count == 18)
        #expect(Augmentation(images: images, shift: 1).augmented([0, 0, 0, 0], seed: 4) == Array(pixels[..<36]))
    }

    @Test("what another thread prepares is the same, whoever waits for whom")
    func ahead() {
        let slow = Ahead {
            Thread.sleep(forTimeInterval: 0.02)
            return 1
        }
        let fast = Ahead { 2 }
        #expect(slow.value == 1 && slow.value == 1 && fast.value == 2)
    }
}
