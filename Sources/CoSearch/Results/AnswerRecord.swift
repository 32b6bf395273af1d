import FoundationEssentials
import System

/// What a run's network answered to images, kept beside its checkpoint, so that networks can be compared image by
/// image.
public struct AnswerRecord: Hashable, Sendable, Codable {
    /// SHA-256 of the checkpoint that answered.
    public var checkpoint: String
    /// Each way of reading each set of images once.
    public private(set) var readings: [Entry] = []

    /// The answers of one reading.
    public struct Entry: Hashable, Sendable, Codable {
        /// How weights were read: "floating", "rounded" or "crossbars".
        public var reading: String
        /// Of what crossbars drew.
        public var seed: UInt64
        /// SHA-256 of the images and their classes.
        public var images: String
        /// For each image its class, and the class that was answered.
        public var classes, answers: [UInt8]

        /// - Precondition: there is an answer for each class.
        public init(reading: String, seed: UInt64, images: String, classes: [UInt8], answers: [UInt8]) {
            precondition(classes.count == answers.count, "one answer for each image")
            self.reading = reading
            self.seed = seed
            self.images = images
            self.classes = classes
            self.answers = answers
        }

        /// For each image whether the answer is its class.
        public var isRight: [Bool] { zip(classes, answers).map { $0 == $1 } }

        private enum CodingKeys: CodingKey { case reading, seed, images, classes, answers }

        /// - Throws: `DecodingError` where classes and answers are not of as many images.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            reading = try values.decode(String.self, forKey: .reading)
            seed = try values.decode(UInt64.self, forKey: .seed)
            images = try values.decode(String.self, forKey: .images)
            classes = Array(try values.decode(Data.self, forKey: .classes))
            answers = Array(try values.decode(Data.self, forKey: .answers))
            guard classes.count == answers.count else {
                throw DecodingError.dataCorruptedError(
                    forKey: .answers, in: values, debugDescription: "one answer for each image")
            }
        }

        /// Bytes as base 64: a tenth of what numbers in a list take.
        public func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(reading, forKey: .reading)
            try values.encode(seed, forKey: .seed)
            try values.encode(images, forKey: .images)
            try values.encode(Data(classes), forKey: .classes)
            try values.encode(Data(answers), forKey: .answers)
        }
    }

    /// Nothing has been answered yet.
    public init(checkpoint: String) { self.checkpoint = checkpoint }

    /// In the place of an earlier reading of the same images in the same way.
    public mutating func add(_ entry: Entry) {
        readings.removeAll { ($0.reading, $0.seed, $0.images) == (entry.reading, entry.seed, entry.images) }
        readings.append(entry)
    }

    /// The reading of these images in this way; nil where there was none.
    public func entry(_ reading: String, seed: UInt64, images: String) -> Entry? {
        readings.first { ($0.reading, $0.seed, $0.images) == (reading, seed, images) }
    }

    /// As JSON.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// The record of a file; nil where there is none, or it is none of ours.
    public init?(reading path: String) {
        guard let bytes = try? RegularFile.bytes(of: path, limit: 256 << 20, as: .state),
            let record = try? JSONDecoder().decode(Self.self, from: Data(bytes))
        else { return nil }
        self = record
    }
}
