import Diagnostics
import Networks
import System

/// CIFAR-10, binary version: records of a label byte and 3 × 32 × 32 bytes, red, green, blue.
struct CIFAR10: LabelledImages {
    private static let record = 1 + 3 * 32 * 32

    /// Files with their numbers of images.
    private let files: [(file: MappedFile, count: Int)]
    let count: Int

    static func dataSet(_ folder: Folder) throws(InvalidInput) -> DataSet {
        let batches = (1...5).map { "data_batch_\($0).bin" }.filter(folder.has)
        return DataSet(
            name: "cifar-10", shape: .map(channels: 3, height: 32, width: 32), classes: 10,
            test: try CIFAR10(folder, ["test_batch.bin"]),
            training: batches.isEmpty ? nil : try CIFAR10(folder, batches),
            normalisation: .init(mean: [0.4914, 0.4822, 0.4465], deviation: [0.2470, 0.2435, 0.2616]))
    }

    init(_ folder: Folder, _ names: [String]) throws(InvalidInput) {
        var files: [(file: MappedFile, count: Int)] = []
        for name in names {
            let file = try folder.mapped(name)
            guard file.count > 0, file.count % Self.record == 0 else {
                throw DataSet.failure(
                    file.path, "\(file.count) bytes are no whole number of records of \(Self.record) bytes",
                    "copy the file again")
            }
            files.append((file, file.count / Self.record))
        }
        self.files = files
        count = files.reduce(0) { $0 + $1.count }
    }

    func image(_ index: Int) throws(InvalidInput) -> LabelledImage {
        var rest = index
        for file in files {
            if rest < file.count {
                let (path, bytes) = (file.file.path, file.file.bytes[rest * Self.record..<(rest + 1) * Self.record])
                let label = bytes[bytes.startIndex]
                guard label < 10 else {
                    throw DataSet.failure(
                        path, "the label of image \(rest) is \(label)", "labels are 0 to 9: copy the file again")
                }
                return LabelledImage(bytes: Array(bytes.dropFirst()), label: Int(label))
            }
            rest -= file.count
        }
        preconditionFailure("there are \(count) images")
    }
}
