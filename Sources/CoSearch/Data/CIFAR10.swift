import Markup

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// CIFAR-10 in its binary form (Krizhevsky, "Learning multiple layers of features from tiny images", 2009;
/// https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version").
public enum CIFAR10 {
    private static let record = 3073

    /// The training images of `data_batch_1.bin` … `data_batch_5.bin`.
    /// - Throws: where the folder does not hold them whole.
    public static func training(in folder: String) throws(InvalidInput) -> LabelledImages {
        try read((1...5).map { "data_batch_\($0).bin" }, in: folder)
    }

    /// The images of `test_batch.bin`.
    /// - Throws: where the folder does not hold them whole.
    public static func test(in folder: String) throws(InvalidInput) -> LabelledImages {
        try read(["test_batch.bin"], in: folder)
    }

    private static func read(_ names: [String], in folder: String) throws(InvalidInput) -> LabelledImages {
        var pixels: [UInt8] = []
        var labels: [UInt8] = []
        for name in names {
            let path = "\(folder)/\(name)"
            guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
                throw failure(path, "there is no CIFAR-10 in '\(folder)': this file cannot be read", "give the folder that has data_batch_1.bin … test_batch.bin")
            }
            guard bytes.count > 0, bytes.count % record == 0 else {
                throw failure(path, "\(bytes.count) bytes are no whole number of images of \(record) bytes", "unpack the binary version of CIFAR-10 again")
            }
            bytes.withUnsafeBytes { bytes in
                for first in stride(from: 0, to: bytes.count, by: record) {
                    labels.append(bytes[first])
                    pixels += bytes[first + 1..<first + record]
                }
            }
            if let bad = labels.firstIndex(where: { $0 > 9 }) {
                throw failure(path, "an image has the class \(labels[bad])", "classes of CIFAR-10 are 0 to 9: unpack its binary version again")
            }
        }
        return LabelledImages(channels: 3, height: 32, width: 32, classes: 10, pixels: pixels, labels: labels)
    }

    private static func failure(_ path: String, _ problem: String, _ hint: String) -> InvalidInput {
        InvalidInput([Diagnostic(at: SourceLocation(file: path, line: 0, column: 0), problem, hint: hint)])
    }
}
