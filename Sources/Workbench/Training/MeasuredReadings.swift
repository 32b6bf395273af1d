import CoSearch
import Reports
import System

/// How often a trained network is right, way of reading its weights by way of reading.
package struct MeasuredReadings {
    private let folder: String
    private let rows: [(way: WeightReading, reading: Reading, answers: AnswerRecord.Entry)]
    /// What to tell beside the numbers.
    package let warning: String?
    private let images: String

    /// - Parameters:
    ///   - folder: of a run.
    ///   - readings: how weights are read; none for all ways that the run has.
    ///   - images: those that are read.
    ///   - check: whether what is to be written can be; before the work begins.
    package init(
        _ folder: String, readings: [WeightReading], _ images: MeasuredImages, _ bench: Workbench,
        on tensors: TrainingBackend, check: () throws -> Void = {}
    ) throws {
        let run = RunFolder(folder)
        let record = try run.record()
        // Without hardware there is nothing to round for.
        let possible: [WeightReading] =
            record.kind == .training && record.hardware == nil ? [.floating] : WeightReading.allCases
        let wanted = readings.isEmpty ? possible : WeightReading.allCases.filter(readings.contains)
        let measured = try MeasuredRun(run, images, bench)
        let measurement = try measured.measurement(bench, on: tensors, hasEffects: wanted.contains(.crossbars))
        try check()
        rows = try wanted.map { way in
            let (reading, answers) = try measurement.read(way)
            return (way, reading, answers)
        }
        self.folder = folder
        warning = measured.warning
        self.images = images.words
    }

    /// A row for each image: its number from 0 on, its class, and the answer of each reading.
    package var answers: CSV {
        let entries = rows.map(\.answers)
        return CSV(
            header: ["image", "class"] + entries.map(\.reading),
            rows: entries[0].classes.indices.map { image in
                [.integer(image), .integer(Int(entries[0].classes[image]))]
                    + entries.map { .integer(Int($0.answers[image])) }
            })
    }

    package var json: JSON {
        .array(
            rows.map { way, reading, _ in
                [
                    "reading": .string(way.rawValue), "accuracy": .number(reading.accuracy.share),
                    "hits": .integer(reading.accuracy.hits), "images": .integer(reading.accuracy.images),
                    "loss": .number(reading.loss),
                    "interval_95": .array([
                        .number(reading.accuracy.interval.lowerBound), .number(reading.accuracy.interval.upperBound),
                    ]),
                ]
            })
    }

    package var csv: CSV {
        CSV(
            header: ["reading", "accuracy", "hits", "images", "loss"],
            rows: rows.map { way, reading, _ in
                [
                    .text(way.rawValue), .number(reading.accuracy.share), .integer(reading.accuracy.hits),
                    .integer(reading.accuracy.images), .number(reading.loss),
                ]
            })
    }

    package func text(on terminal: Terminal) -> String {
        func percent(_ share: Double) -> String { (100 * share).text(decimals: 2) }
        let table = Table(
            columns: [
                .init("read", .leading), .init("accuracy", unit: "%", .decimal),
                .init("95 % interval", unit: "%", .leading), .init("loss", .decimal),
            ],
            rows: rows.map { way, reading, _ in
                let interval = reading.accuracy.interval
                return [
                    .init(way.words), .init(percent(reading.accuracy.share)),
                    .init("\(percent(interval.lowerBound)) to \(percent(interval.upperBound))"),
                    .init(reading.loss.text(significant: 4)),
                ]
            })
        return "\(folder): \(rows[0].reading.accuracy.images) \(images)\n\n" + table.text(on: terminal)
    }
}
