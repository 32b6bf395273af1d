/// What `plugin new` writes: a type that works, and a test of it.
package struct PluginTemplate {
    package let name: PluginName
    package let kind: PluginKind

    /// Paths in the plugin's folder, with their text.
    package var files: [(path: String, text: String)] {
        let type = name.type(of: kind)
        return switch kind {
        case .strategy: [("Sources/\(type).swift", strategy), ("Tests/\(type)Tests.swift", strategyTest)]
        case .mapper: [("Sources/\(type).swift", mapper), ("Tests/\(type)Tests.swift", mapperTest)]
        case .model: [("Sources/\(type).swift", model), ("Tests/\(type)Tests.swift", modelTest)]
        }
    }

    private var strategy: String {
        """
        import Optimisation

        /// Takes the best point so far and changes some parameters of it.
        struct \(name.type(of: kind)): Strategy {
            static let summary = "changes some parameters of the best point"
            static let settings = [Setting("changes", 1, "parameters changed at a time")]

            private let changes: Int
            private var best: Trial?

            init(problem: Problem, settings: Settings) throws {
                changes = try settings.integer("changes", in: 1...1000)
            }

            func ask(_ count: Int, problem: Problem, random: inout SeededRandom) -> [Point] {
                (0..<count).map { _ in
                    guard let best else { return problem.space.sample(using: &random) }
                    return problem.space.mutated(best.point, parameters: changes, using: &random)
                }
            }

            mutating func tell(_ trials: [Trial], problem: Problem) {
                for trial in trials where best.map({ trial.outcome.dominates($0.outcome) }) ?? true { best = trial }
            }
        }

        public let plugin = StrategyPlugin("\(name.folder)", \(name.type(of: kind)).self)

        """
    }

    private var strategyTest: String {
        """
        import Optimisation
        import Testing

        import \(name.module)

        @Suite struct \(name.type(of: kind))Tests {
            /// Asks and tells, with the distance to (7, 2) as the only objective; gives the least one found.
            private func search(seed: UInt64, rounds: Int) throws -> (best: Double, points: [Point]) {
                let space = try Space([Parameter("x", .integers(0...9)), Parameter("y", .integers(0...9))])
                let problem = Problem(space: space, objectives: [Objective(.energy)])
                var strategy = try plugin.make(for: problem)
                var random = SeededRandom(seed: seed)
                var best = Double.infinity
                var seen: [Point] = []
                for _ in 0..<rounds {
                    let points = try strategy.ask(4, problem: problem, random: &random)
                    #expect(points.allSatisfy(space.contains))
                    let trials = points.enumerated().map { index, point in
                        let outcome = Outcome(measures: { _ in distance(point) }, objectives: problem.objectives, constraints: [])
                        return Trial(number: seen.count + index, point: point, outcome: outcome)
                    }
                    try strategy.tell(trials, problem: problem)
                    seen += points
                    best = min(best, points.map(distance).min() ?? best)
                }
                return (best, seen)
            }

            private func distance(_ point: Point) -> Double {
                guard case .integer(let x) = point[0], case .integer(let y) = point[1] else { return .infinity }
                return Double(abs(x - 7) + abs(y - 2))
            }

            @Test func findsTheBestOfASmallSpace() throws {
                #expect(try search(seed: 1, rounds: 100).best == 0)
            }

            @Test func theSameSeedGivesTheSamePoints() throws {
                #expect(try search(seed: 5, rounds: 10).points == search(seed: 5, rounds: 10).points)
            }
        }

        """
    }

    private var model: String {
        """
        import Hardware
        import Quantities

        /// A delta-sigma ADC: 2^(bits/2) cycles of a clock, each with the energy of one.
        ///
        ///     E = 2^(b/2)·E_cycle        t = 2^(b/2) / f
        enum \(name.type(of: kind)): FigureModel {
            static let summary = "delta-sigma ADC: energy and time by cycles"
            static let source = "assumed: an example to be replaced"
            static let range = "4 to 16 bits, even; clocks of 1 MHz to 5 GHz; leakage unknown"
            static let kinds: [ComponentKind] = [.adc]
            static let parameters: [ModelParameter] = [
                .integer("resolution", 4...16, "bits, even"),
                .quantity("clock", Frequency(1, .mega)...Frequency(5, .giga), standard: Frequency(1, .giga), "of the modulator"),
                .quantity("cycle-energy", Energy(0.001, .femto)...Energy(1, .nano), "of one cycle"),
            ]

            static func figures(_ given: ModelParameters) throws(ComponentModelError) -> ModelFigures {
                let bits = try given.integer("resolution")
                guard bits.isMultiple(of: 2) else {
                    throw ComponentModelError("\\(bits) bits are not even", hint: "take one more or one less", parameter: "resolution")
                }
                let cycles = Double(1 << (bits / 2))
                let energy = try given.quantity("cycle-energy", Energy.self) * cycles
                let time = try given.quantity("clock", Frequency.self).reciprocal * cycles
                return ModelFigures(
                    given.kind, energy: energy, time: time, area: Area(100e-6, .milli), leakage: nil,
                    steps: ["\\(Int(cycles)) cycles: \\(energy) in \\(time)"])
            }
        }

        public let plugin = ComponentModelPlugin("\(name.folder)", \(name.type(of: kind)).self)

        """
    }

    private var modelTest: String {
        """
        import Hardware
        import Quantities
        import Testing

        import \(name.module)

        @Suite struct \(name.type(of: kind))Tests {
            @Test func energyAndTimeGoWithTheCycles() throws {
                let figures = try plugin.figures(["resolution": "8", "cycle-energy": "10 fJ", "clock": "500 MHz"], kind: .adc)
                // 2⁴ cycles of 10 fJ and 2 ns.
                #expect(abs(figures.actions[0].energy / Energy(160, .femto) - 1) < 1e-12)
                #expect(abs(figures.actions[0].time / Time(32, .nano) - 1) < 1e-12)
            }

            @Test func whatIsOutOfRangeIsRefused() {
                #expect(throws: ComponentModelError.self) { try plugin.figures(["resolution": "7", "cycle-energy": "10 fJ"], kind: .adc) }
                #expect(throws: ComponentModelError.self) { try plugin.figures(["resolution": "20", "cycle-energy": "10 fJ"], kind: .adc) }
            }
        }

        """
    }

    private var mapper: String {
        """
        import Mapping

        /// The im2col matrix cut into crossbars, a weight's bit slices in neighbouring columns; groups stay apart.
        enum \(name.type(of: kind)): Mapper {
            static let summary = "im2col, bit slices side by side, no two groups in one crossbar"

            static func place(_ request: PlacementRequest) throws(MapperError) -> Placement {
                let (matrix, kind) = (request.matrix, request.kind)
                let rowBlocks = (matrix.rows + kind.rows - 1) / kind.rows
                return Placement(
                    request,
                    blocks: grid(
                        rows: matrix.rows, columns: matrix.columns * request.columnsPerWeight, of: kind.rows, kind.columns,
                        times: matrix.groups),
                    inputBlocks: rowBlocks * matrix.groups, partialSums: rowBlocks)
            }
        }

        public let plugin = MapperPlugin("\(name.folder)", \(name.type(of: kind)).self)

        """
    }

    private var mapperTest: String {
        """
        import Hardware
        import Mapping
        import Markup
        import Networks
        import Testing

        import \(name.module)

        @Suite struct \(name.type(of: kind))Tests {
            @Test func aMatrixIsCutIntoCrossbars() throws {
                let shipped = try ShippedFiles()
                let architecture = try ArchitectureReader().read(shipped.resolve("homogeneous-64", in: "hardware"))
                let kind = try #require(architecture.crossbars.first { $0.id == "x64" })
                let request = PlacementRequest(
                    matrix: MatrixShape(rows: 100, columns: 40, groups: 2, positions: 1, isStationary: true),
                    kind: kind, precision: Precision(weights: 8, inputs: 8), encoding: .offset, cellBits: 2)
                let placement = try plugin.place(request).get()
                // 100 rows are 2 blocks of 64; 40 weights of 4 slices are 160 columns, 3 blocks of 64; 2 groups.
                #expect(placement.crossbars == 2 * 2 * 3)
                #expect(placement.cells == 2 * 100 * 160)
                #expect(placement.partialSums == 2)
            }
        }

        """
    }
}
