import DataSets
import Diagnostics

extension ImageSet {
    /// The training and the test images of a data set, whole in memory.
    ///
    /// - Throws: `InvalidInput` where files are damaged, or there are no images to train with.
    public static func reading(
        _ data: DataSet, in folder: String
    ) throws(InvalidInput) -> (training: ImageSet, test: ImageSet) {
        guard let training = data.training else {
            throw InvalidInput([
                Diagnostic(
                    at: SourceLocation(file: folder, line: 0, column: 0),
                    "the data set '\(data.name)' is here without its training images",
                    hint: "give a folder that has them too")
            ])
        }
        return (try ImageSet(data, training), try ImageSet(data, data.test))
    }

    private init(_ data: DataSet, _ images: any LabelledImages) throws(InvalidInput) {
        var pixels: [UInt8] = []
        var labels: [UInt8] = []
        pixels.reserveCapacity(images.count * data.shape.elementCount)
        for index in 0..<images.count {
            let image = try images.image(index)
            pixels += image.bytes
            labels.append(UInt8(image.label))
        }
        self.init(
            channels: data.shape.channels, height: data.shape.height, width: data.shape.width, classes: data.classes,
            pixels: pixels,
            labels: labels,
            normalisation: Normalisation(mean: data.normalisation.mean, deviation: data.normalisation.deviation))
    }
}
