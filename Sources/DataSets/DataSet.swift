import Diagnostics
import Networks

/// Labelled images of one of the standard data sets, in the form in which it is handed out.
///
/// ```swift
/// let data = try DataSet(folder: "/data/cifar-10-batches-bin")
/// data.name                                  // "cifar-10"
/// let image = try data.test.image(0)         // 3×32×32 bytes and a label
/// ```
///
/// CIFAR-10: the binary version (https://www.cs.toronto.edu/~kriz/cifar.html). Tiny ImageNet: the folder tree of
/// tiny-imagenet-200 (http://cs231n.stanford.edu/tiny-imagenet-200.zip); classes are numbered in the order of their
/// names.
public struct DataSet: Sendable {
    public let name: String
    /// Channels × height × width.
    public let shape: Shape
    public let classes: Int
    public let test: any LabelledImages
    /// Images to calibrate with; nil where the folder has none.
    public let training: (any LabelledImages)?
    /// Mean and standard deviation of each channel over the training set, bytes taken as 0 to 1.
    public let normalisation: Normalisation

    /// (byte / 255 − mean) / deviation of each channel.
    public struct Normalisation: Hashable, Sendable {
        public var mean: [Double]
        public var deviation: [Double]

        public init(mean: [Double], deviation: [Double]) {
            self.mean = mean
            self.deviation = deviation
        }

        /// From bytes, channels × height × width.
        public func elements(_ bytes: [UInt8]) -> [Float] {
            let plane = bytes.count / mean.count
            return bytes.indices.map { k in
                let channel = k / plane
                return Float((Double(bytes[k]) / 255 - mean[channel]) / deviation[channel])
            }
        }
    }

    /// - Throws: when the folder is none, or holds no data set that is known; and when its files are damaged.
    public init(folder: String) throws(InvalidInput) {
        let files = Folder(folder)
        guard files.exists else {
            throw Self.failure(folder, "there is no such folder", "give the folder of a data set")
        }
        if files.has("test_batch.bin") {
            self = try CIFAR10.dataSet(files)
        } else if files.has("val/val_annotations.txt") {
            self = try TinyImageNet.dataSet(files.asWhole)
        } else {
            throw Self.failure(
                folder, "this folder holds no data set that is known",
                "give one with test_batch.bin (CIFAR-10, binary version) or val/val_annotations.txt (Tiny ImageNet)")
        }
    }

    init(
        name: String, shape: Shape, classes: Int, test: any LabelledImages, training: (any LabelledImages)?,
        normalisation: Normalisation
    ) {
        self.name = name
        self.shape = shape
        self.classes = classes
        self.test = test
        self.training = training
        self.normalisation = normalisation
    }

    static func failure(_ file: String, _ problem: String, _ hint: String) -> InvalidInput {
        InvalidInput([Diagnostic(at: SourceLocation(file: file), problem, hint: hint)])
    }
}

/// Images with the number of the class that each shows.
public protocol LabelledImages: Sendable {
    var count: Int { get }
    /// - Throws: when its file is missing or damaged.
    func image(_ index: Int) throws(InvalidInput) -> LabelledImage
}

/// One image.
public struct LabelledImage: Hashable, Sendable {
    /// Channels × height × width.
    public let bytes: [UInt8]
    public let label: Int

    public init(bytes: [UInt8], label: Int) {
        self.bytes = bytes
        self.label = label
    }
}
