import CoSearch
import Diagnostics
import Reports

/// Networks against the first of them, seed by seed and together.
package struct NetworkComparison {
    package let networks: [Network]
    package let pairs: [Pair]
    package let reading: WeightReading
    package let images: String
    package let imageCount: Int
    /// What to tell beside the numbers.
    package let warnings: [String]

    package struct Network {
        package var name: String
        package var runs: [String]
        /// Share of right answers of each seed.
        package var accuracies: [Double]
        /// Mean over the seeds, J·s·mm²; nil without hardware.
        package var edap: Double?

        package var overSeeds: SeedMean { SeedMean(accuracies) }
        package var mean: Double { overSeeds.mean }
    }

    package struct Pair {
        package var network: Int
        package var seeds: [(seed: UInt64, answers: PairedAnswers)]
        package var together: SeedMean { SeedMean(seeds.map(\.answers.difference)) }
    }

    package init(
        _ groups: [ComparedNetwork], answers: [String: AnswerRecord.Entry], edap: [String: Double],
        reading: WeightReading, images: String, warnings: [String] = []
    ) {
        self.warnings = warnings
        self.reading = reading
        self.images = images
        let right = groups.map { group in group.runs.map { answers[$0.folder]!.isRight } }
        imageCount = right[0][0].count
        networks = zip(groups, right).map { group, right in
            let costs = group.runs.compactMap { edap[$0.folder] }
            return Network(
                name: group.name, runs: group.runs.map(\.folder),
                accuracies: right.map { Double($0.count { $0 }) / Double($0.count) },
                edap: costs.count == group.runs.count ? costs.reduce(0, +) / Double(costs.count) : nil)
        }
        pairs = groups.indices.dropFirst().map { index in
            Pair(
                network: index,
                seeds: groups[0].runs.indices.map { run in
                    (groups[0].runs[run].seed, PairedAnswers(first: right[0][run], second: right[index][run]))
                })
        }
    }

    package func text(on terminal: Terminal) -> String {
        let scale = ColumnScale(of: networks.compactMap(\.edap), metric: .edap)
        let summary = Table(
            columns: [
                .init("network", .leading), .init("runs", .trailing), .init("accuracy", unit: "%", .decimal),
                .init("difference", unit: "points", .decimal),
                .init("95 % interval", unit: "points", .leading), .init("t", .decimal), .init("p", .leading),
                .init("EDAP", unit: scale.unit, .decimal),
            ],
            rows: networks.enumerated().map { index, network in
                let together = pairs.first { $0.network == index }?.together
                var ratio = ""
                if index > 0, let edap = network.edap, let first = networks[0].edap {
                    ratio = "\(signed(100 * (edap / first - 1), decimals: 1)) %"
                }
                return [
                    .init(network.name), .init("\(network.runs.count)"), .init((100 * network.mean).text(decimals: 2)),
                    .init(together.map { signed(100 * $0.mean) } ?? "–"),
                    .init(
                        together?.interval.map { "\(signed(100 * $0.lowerBound)) to \(signed(100 * $0.upperBound))" }
                            ?? "–"),
                    .init(together?.t?.text(significant: 3) ?? "–"), .init(together?.p.map(probability) ?? "–"),
                    .init(network.edap.map(scale.text) ?? "–", note: ratio),
                ]
            })
        let seeds = Table(
            columns: [
                .init("network", .leading), .init("seed", .trailing), .init("accuracy", unit: "%", .decimal),
                .init("difference", unit: "points", .decimal),
                .init("alone right", .trailing), .init("baseline alone", .trailing), .init("McNemar z", .decimal),
                .init("p", .leading),
            ],
            rows: pairs.flatMap { pair in
                pair.seeds.map { seed, answers in
                    [
                        .init(networks[pair.network].name), .init("\(seed)"),
                        .init((100 * answers.secondShare).text(decimals: 2)),
                        .init(
                            "\(signed(100 * answers.difference)) ± \((100 * answers.standardError).text(decimals: 2))"),
                        .init("\(answers.secondAlone)"), .init("\(answers.firstAlone)"),
                        .init(answers.z.text(significant: 3)), .init(probability(answers.p)),
                    ]
                }
            })
        return """
            against \(networks[0].name) on \(imageCount) \(images), \(reading.words)

            \(summary.text(on: terminal))
            Seed by seed; ± is the standard error of the images alone:

            \(seeds.text(on: terminal))
            """
    }

    private func signed(_ value: Double, decimals: Int = 2) -> String {
        (value > 0 ? "+" : "") + value.text(decimals: decimals)
    }

    /// "0.013", or "below 10⁻⁶".
    private func probability(_ p: Double) -> String { p < 1e-6 ? "< 0.000001" : p.text(significant: 2) }

    package var json: JSON {
        func optional(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
        return .object([
            .init("reading", .string(reading.rawValue)), .init("images", .integer(imageCount)),
            .init("held_out", .boolean(images != MeasuredImages.test)),
            .init(
                "networks",
                .array(
                    networks.map { network in
                        [
                            "name": .string(network.name), "runs": .array(network.runs.map(JSON.string)),
                            "accuracies": .array(network.accuracies.map(JSON.number)), "mean": .number(network.mean),
                            "edap_Jsmm2": optional(network.edap),
                        ]
                    })),
            .init(
                "comparisons",
                .array(
                    pairs.map { pair in
                        let together = pair.together
                        return [
                            "baseline": .string(networks[0].name), "network": .string(networks[pair.network].name),
                            "seeds": .array(
                                pair.seeds.map { seed, answers in
                                    [
                                        "seed": .string("\(seed)"), "baseline": .number(answers.firstShare),
                                        "accuracy": .number(answers.secondShare),
                                        "difference": .number(answers.difference),
                                        "standard_error": .number(answers.standardError),
                                        "baseline_alone": .integer(answers.firstAlone),
                                        "alone": .integer(answers.secondAlone),
                                        "mcnemar_z": .number(answers.z), "mcnemar_p": .number(answers.p),
                                    ]
                                }),
                            "mean": .number(together.mean), "deviation": optional(together.deviation),
                            "t": optional(together.t), "p": optional(together.p),
                            "degrees_of_freedom": .integer(pair.seeds.count - 1),
                            "interval_95": together.interval.map {
                                .array([.number($0.lowerBound), .number($0.upperBound)])
                            } ?? .null,
                        ]
                    })),
        ])
    }

    /// Accuracy over EDAP, each network a mark, with the 95 % interval of the mean where there are several seeds.
    ///
    /// - Throws: where no network has an EDAP.
    package func figure() throws -> ScatterFigure {
        let placed = networks.filter { $0.edap != nil }
        guard !placed.isEmpty else {
            throw InputError(
                "none of these networks has an EDAP to draw accuracy over: those in floating point have no hardware",
                hint: "train them for hardware: naxdse nas train --hardware")
        }
        var edap = Axis(.edap)
        edap.isLogarithmic = true
        let hasBars = placed.contains { $0.overSeeds.interval != nil }
        return ScatterFigure(
            title: "Accuracy and EDAP",
            subtitle: hasBars ? "Means over seeds; bars are their 95 % intervals." : "",
            x: edap, y: .share("accuracy"),
            series: placed.map { network in
                .init(
                    name: network.name, points: [(network.edap!, network.mean)], labels: [network.name],
                    bars: [network.overSeeds.interval])
            })
    }

    /// A row for each network: what the figure draws.
    package var networksCSV: CSV {
        CSV(
            header: ["network", "seeds", "accuracy", "interval_95_low", "interval_95_high", "edap_Jsmm2"],
            rows: networks.map { network in
                func field(_ value: Double?) -> CSV.Field { value.map(CSV.Field.number) ?? .empty }
                let interval = network.overSeeds.interval
                return [
                    .text(network.name), .integer(network.accuracies.count), .number(network.mean),
                    field(interval?.lowerBound), field(interval?.upperBound), field(network.edap),
                ]
            })
    }

    /// A row for each network but the first and each seed.
    package var csv: CSV {
        CSV(
            header: [
                "baseline", "network", "seed", "baseline_accuracy", "accuracy", "difference", "standard_error",
                "baseline_alone", "alone", "mcnemar_z", "mcnemar_p",
            ],
            rows: pairs.flatMap { pair in
                pair.seeds.map { seed, answers in
                    [
                        .text(networks[0].name), .text(networks[pair.network].name), .text("\(seed)"),
                        .number(answers.firstShare),
                        .number(answers.secondShare), .number(answers.difference), .number(answers.standardError),
                        .integer(answers.firstAlone),
                        .integer(answers.secondAlone), .number(answers.z), .number(answers.p),
                    ]
                }
            })
    }
}
