import Diagnostics
import Networks

/// Tiny ImageNet: JPEG files of 64×64 pixels, `train/CLASS/images/*.JPEG` and `val/images/*.JPEG` with
/// `val/val_annotations.txt`.
struct TinyImageNet: LabelledImages {
    private let folder: Folder
    private let files: [(path: String, label: Int)]
    private let decoder: JPEGDecoder

    var count: Int { files.count }

    static func dataSet(_ folder: Folder) throws(InvalidInput) -> DataSet {
        let annotations = folder.path + "/val/val_annotations.txt"
        let classes = try names(folder)
        var numbers: [String: Int] = [:]
        for (number, name) in classes.enumerated() { numbers[name] = number }
        let decoder = try JPEGDecoder()
        var tests: [(path: String, label: Int)] = []
        for (number, words) in try folder.lines(of: "val/val_annotations.txt").enumerated() {
            guard words.count >= 2, let label = numbers[words[1]], !words[0].contains("/") else {
                throw InvalidInput([
                    Diagnostic(
                        at: SourceLocation(file: annotations, line: number + 1, column: 1),
                        "this line names no image and one of the \(classes.count) classes",
                        hint: "a line is the name of a file in val/images, a tab, and the name of a class")
                ])
            }
            tests.append(("val/images/" + words[0], label))
        }
        // Class after class in turn, so that the first images are of all classes.
        let training = classes.map { folder.folder("train/\($0)/images").names.filter { $0.hasSuffix(".JPEG") } }
        let rounds = training.map(\.count).max() ?? 0
        let pictures = (0..<rounds).flatMap { round in
            classes.indices.compactMap { k in
                round < training[k].count ? (path: "train/\(classes[k])/images/\(training[k][round])", label: k) : nil
            }
        }
        return DataSet(
            name: "tiny-imagenet", shape: .map(channels: 3, height: 64, width: 64), classes: classes.count,
            test: TinyImageNet(folder, tests, decoder),
            training: pictures.isEmpty ? nil : TinyImageNet(folder, pictures, decoder),
            normalisation: .init(mean: [0.4802, 0.4481, 0.3975], deviation: [0.2770, 0.2691, 0.2821]))
    }

    /// Names of the classes in ascending order: of wnids.txt, else of the folders in train.
    private static func names(_ folder: Folder) throws(InvalidInput) -> [String] {
        let names =
            folder.has("wnids.txt")
            ? try folder.lines(of: "wnids.txt").compactMap(\.first).sorted() : folder.folder("train").names
        guard !names.isEmpty, Set(names).count == names.count else {
            throw DataSet.failure(
                folder.path, "the classes cannot be told",
                "wnids.txt has to name each class once, or train has to hold a folder for each")
        }
        return names
    }

    private init(_ folder: Folder, _ files: [(path: String, label: Int)], _ decoder: JPEGDecoder) {
        self.folder = folder
        self.files = files
        self.decoder = decoder
    }

    func image(_ index: Int) throws(InvalidInput) -> LabelledImage {
        let file = files[index]
        let bytes = try decoder.pixels(
            try folder.bytes(of: file.path), of: folder.path + "/" + file.path, width: 64, height: 64)
        return LabelledImage(bytes: bytes, label: file.label)
    }
}
