import Markup
import Networks

/// CIFAR-10, binary version: records of a label byte and 3 × 32 × 32 bytes, red, green, blue.
struct CIFAR10: LabelledImages {
    private static let record = 1 + 3 * 32 * 32

    private let folder: Folder
    /// Files with their numbers of images.
    private let files: [(name: String, count: Int)]
    let count: Int

    static func dataSet(_ folder: Folder) throws(InvalidInput) -> DataSet {
        let batches = (1...5).map { "data_batch_\($0).bin" }.filter(folder.has)
        return DataSet(
            name: "cifar-10", shape: .map(channels: 3, height: 32, width: 32), classes: 10, test: try CIFAR10(folder, ["test_batch.bin"]),
            training: batches.isEmpty ? nil : try CIFAR10(folder, batches),
            normalisation: .init(mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616]))
    }

    init(_ folder: Folder, _ names: [String]) throws(InvalidInput) {
        var files: [(name: String, count: Int)] = []
        for name in names {
            let size = folder.size(of: name)
            guard size > 0, size % Self.record == 0 else {
                throw DataSet.failure(
                    folder.path + "/" + name, "\(size) bytes are no whole number of records of \(Self.record) bytes", "copy the file again")
            }
            files.append((name, size / Self.record))
        }
        self.folder = folder
        self.files = files
        count = files.reduce(0) { $0 + $1.count }
    }

    func image(_ index: Int) throws(InvalidInput) -> LabelledImage {
        var rest = index
        for file in files {
            if rest < file.count {
                let bytes = try folder.bytes(of: file.name, from: rest * Self.record, count: Self.record)
                guard bytes[0] < 10 else {
                    throw DataSet.failure(folder.path + "/" + file.name, "the label of image \(rest) is \(bytes[0])", "labels are 0 to 9: copy the file again")
                }
                return LabelledImage(bytes: Array(bytes[1...]), label: Int(bytes[0]))
            }
            rest -= file.count
        }
        preconditionFailure("there are \(count) images")
    }
}
