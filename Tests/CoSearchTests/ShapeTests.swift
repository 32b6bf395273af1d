import Foundation
import Hardware
import Mapping
import Networks
import Random
import Services
import Tensors
import Testing

@testable import CoSearch

/// Blocks that may be left out and channels that vary.
@Suite struct ShapeTests {
    @Test("convolutions whose channels are added to each other are one group; what is joined or an output is none's")
    func groups() throws {
        let resnet20 = try Zoo.network(named: "resnet20")
        // Without looking past them, shortcuts that pad channels tie the residual streams to the network's numbers.
        #expect(
            ChannelGroups(resnet20).groups.map { $0.layers.map { resnet20.layers[$0].name } }
                == (1...3).flatMap { layer in
                    (0..<3).map { ["layer\(layer).\($0).conv1"] }
                })
        let resnet18 = try Zoo.network(named: "resnet18")
        let groups = ChannelGroups(resnet18).groups.map { $0.layers.map { resnet18.layers[$0].name } }
        #expect(groups.first == ["conv1", "layer1.0.conv2", "layer1.1.conv2"])
        #expect(groups.contains(["layer2.0.conv2", "layer2.0.downsample.0", "layer2.1.conv2"]))
        #expect(groups.flatMap(\.self).count == 20)
        // Depthwise convolutions have the channels that they read.
        let mobile = try Zoo.network(named: "mobilenetv2")
        #expect(
            ChannelGroups(mobile).groups.allSatisfy {
                $0.layers.allSatisfy { mobile.layers[$0].convolution?.groups == 1 }
            })
    }

    static let choices = """
        <blocks match="*"/><channels match="stem" values="0.5 1 3"/><channels match="b.conv2" values="1 2"/><channels match="c.conv1" values="1 1.5"/>
        <layers match="*"><crossbar values="x32 x64"/></layers><layers match="a.conv1"><kernel values="3 5"/></layers>
        """

    static func problem(_ choices: String = ShapeTests.choices, pipelined: Bool = false) throws -> CoSearchProblem {
        let fixture = try Fixture(pipelined: pipelined, network: .residual(), choices: choices)
        return try CoSearchProblem(fixture.setup, on: fixture.architecture, hasEffects: false)
    }

    @Test("the supernet's network has all blocks and the most channels; a layer of a block that is left out has no say")
    func plan() throws {
        let problem = try Self.problem()
        let plan = problem.plan, network = plan.network
        #expect(plan.options == [2, 4, 2, 2, 2, 2, 2, 2] + [2, 2, 3, 2, 2])
        #expect(network.layers[network.index(of: "stem")!].convolution?.outputChannels == 12)
        #expect(network.layers[network.index(of: "c.conv1")!].convolution?.outputChannels == 12)
        #expect(plan.shortcuts.map { network.layers[$0].name } == ["b.pad"])
        // Without c neither its layers nor the channels that it alone has.
        #expect(plan.active([1, 3, 1, 1, 1, 1, 1, 1, 0, 1, 2, 1, 1]) == [1, 3, 1, 1, 1, nil, nil, 1, 0, 1, 2, 1, nil])
        #expect(problem.leftOut([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]) == ["a"])
        #expect(
            problem.widths([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]) == [
                LayerWidth(layer: "stem", channels: 2), LayerWidth(layer: "c.conv1", channels: 12),
            ])
    }

    @Test(
        "where all is certain, the expected cost is what evaluate says of the design's network",
        arguments: [
            (ShapeTests.choices, false),
            (#"<channels match="*" values="0.5 1 2"/><layers match="*"><crossbar values="x32 x64"/></layers>"#, true),
        ])
    func certain(choices: String, pipelined: Bool) throws {
        let problem = try Self.problem(choices, pipelined: pipelined)
        let cost = GateCost(problem.table, problem.coupling)
        #expect(cost.options == problem.plan.options)
        var random = SeededRandom(seed: 4)
        for _ in 0..<10 {
            let gates = cost.options.map { random.below($0) }
            let point = problem.point(for: gates)
            // What has no say is 0.
            #expect(problem.choices(at: point) == problem.plan.active(gates).map { $0 ?? 0 })
            let wanted = try #require(problem.setup.model.cost(of: point)), looked = problem.cost(of: gates)
            let expected = cost.value(Gates.certain(gates, of: cost.options)).cost
            for (a, b) in [
                (expected.energy, wanted.energy), (expected.delay, wanted.delay), (expected.area, wanted.area),
                (looked.energy, wanted.energy), (looked.delay, wanted.delay),
            ] {
                #expect(abs(a - b) <= 1e-12 * b)
            }
        }
    }

    @Test("the gradient by blocks, widths and candidates is that of finite differences")
    func gradient() throws {
        let problem = try Self.problem()
        let cost = GateCost(problem.table, problem.coupling)
        var random = SeededRandom(seed: 8)
        var gates = Gates(options: cost.options)
        for gate in gates.logits.indices {
            for option in gates.logits[gate].indices { gates.logits[gate][option] = random.normal() }
        }
        let p = gates.probabilities, value = cost.value(p), step = 1e-5
        for gate in p.indices {
            for option in p[gate].indices {
                var above = p, below = p
                above[gate][option] += step
                below[gate][option] -= step
                let difference = (cost.value(above).logEDAP - cost.value(below).logEDAP) / (2 * step)
                #expect(
                    abs(value.logEDAPSlopes[gate][option] - difference) <= 1e-5
                        * max(abs(difference), 0.01 * abs(value.logEDAP)))
            }
        }
    }
}

extension WithBackend {
    @Suite struct ShapeTrainingTests {
        let backend: Backend
        let problem: CoSearchProblem
        let images: ImageSet

        init() throws {
            backend = try TestBackend.open()
            try backend.configure(threads: 1)
            problem = try ShapeTests.problem()
            var random = SeededRandom(seed: 5)
            images = ImageSet(
                channels: 3, height: 12, width: 12, classes: 2,
                pixels: (0..<64 * 432).map { _ in UInt8(random.below(256)) },
                labels: (0..<64).map { UInt8($0 % 2) })
        }

        private var recipe: Recipe {
            var recipe = Recipe()
            (recipe.epochs, recipe.warmUp, recipe.batch, recipe.shift, recipe.nestsKernels) = (2, 2, 16, 0, true)
            return recipe
        }

        private func search(_ recipe: Recipe) throws -> TrainingRun {
            var plan = problem.plan
            plan.nestsKernels = recipe.nestsKernels
            let run = try TrainingRun.search(
                plan, problem.table, coupling: problem.coupling, images, recipe, on: .cpu, of: backend)
            while !run.isDone { _ = try run.epoch() }
            return run
        }

        /// Of the stem wider and narrower than what follows, with and without each block.
        @Test(
            "a design in the supernet is its network with the first of the weights, to the bit",
            arguments: [
                [0, 3, 1, 1, 0, 1, 0, 1, 0, 0, 2, 0, 1], [1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0],
                [1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 0, 0],
            ])
        func design(choices: [Int]) throws {
            let search = try search(recipe)
            let file = FileManager.default.temporaryDirectory.path + "/naxdse-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: file) }
            try search.save(to: file)
            let plan = try SupernetPlan(problem.mapped(choices), on: problem.architecture, hasEffects: false)
            #expect(plan.network.layers.contains { $0.name == "a.conv1" } == (choices[8] == 0))
            let run = try TrainingRun.retraining(plan, images, validation: images, recipe, on: .cpu, of: backend)
            try run.inherit(from: file, of: search.net.plan, choices: choices, narrowed: true)
            let batch = try backend.normal([8, 3, 12, 12])
            let found: [[Float]] = try backend.withoutGradients {
                let whole = try search.net.logits(batch, TrainingRun.single(choices), .evaluation).values(
                    of: Float.self)
                return [
                    whole,
                    try run.net.logits(batch, TrainingRun.single(plan.options.map { _ in 0 }), .evaluation).values(
                        of: Float.self),
                ]
            }
            #expect(found[0] == found[1] && found[0].contains { $0 != 0 })
            // Without being told of widths, tensors have to be of the same shape.
            #expect(throws: CheckpointError.self) { try run.inherit(from: file, of: search.net.plan, choices: choices) }
        }

        @Test(
            "a gate of 1 is the design by itself, and the gradient by the gates of blocks and widths is that of finite differences"
        )
        func gates() throws {
            try backend.seed(3)
            let net = try Supernet(problem.plan, on: .cpu, of: backend)
            let x = try backend.normal([8, 3, 12, 12]),
                classes = try backend.tensor([0, 1, 1, 0, 1, 0, 0, 1] as [Int64], [8])
            var mode = PassMode.probing
            // Rounding has no derivative.
            mode.quantises = false
            let stages = problem.plan.paths.count, shapes = problem.plan.shapes.count
            let paths = problem.plan.options.indices.map {
                GateDraw.Layer(options: $0 < stages ? [0] : [0, 1], values: [])
            }
            func logits(_ gates: [Float]) throws -> Tensors.Tensor {
                try net.logits(x, paths, gates: backend.tensor(gates, [gates.count]), mode)
            }
            for design in [[0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [0, 1, 1, 0, 0]] {
                let alone = try net.logits(x, TrainingRun.single([Int](repeating: 0, count: stages) + design), mode)
                    .values(of: Float.self)
                let certain = try logits(
                    [Float](repeating: 1, count: stages) + design.flatMap { $0 == 0 ? [1, 0] : [0, 1] as [Float] }
                ).values(of: Float.self)
                #expect(zip(alone, certain).allSatisfy { abs($0 - $1) < 1e-4 }, "\(alone) \(certain)")
            }
            let values = [Float](repeating: 1, count: stages) + (0..<shapes).flatMap { _ in [0.6, 0.4] as [Float] }
            let gates = try backend.tensor(values, [values.count]).requireGradient()
            try net.logits(x, paths, gates: gates, mode).crossEntropy(classes).backward()
            let found = try #require(try gates.gradient()).values(of: Double.self)
            for index in stages..<values.count {
                var above = values, below = values
                above[index] += 0.01
                below[index] -= 0.01
                let slope =
                    try (logits(above).crossEntropy(classes).number() - logits(below).crossEntropy(classes).number())
                    / 0.02
                #expect(abs(found[index] - slope) < 1e-2 * max(1, abs(slope)), "\(index): \(found[index]) for \(slope)")
            }
        }

        @Test(
            "where cost counts most, a search leaves out what it can and takes the narrowest",
            arguments: GateMethod.allCases)
        func searches(method: GateMethod) throws {
            var recipe = recipe
            (recipe.method, recipe.lambda, recipe.gateRate, recipe.epochs, recipe.warmUp, recipe.sharesGateMoments) = (
                method, 1000, 0.5, 8, 1, true
            )
            let run = try search(recipe)
            #expect(problem.leftOut(run.choices) == ["a", "c"])
            #expect(problem.widths(run.choices).contains(LayerWidth(layer: "stem", channels: 2)))
            #expect(run.reports.last!.choices == run.choices && run.reports.last!.networkGradient! > 0)
        }

        @Test("losses of designs are read the same each time, and rise by blocks and widths too")
        func losses() throws {
            let run = try search(recipe)
            let base = problem.plan.options.map { _ in 0 }
            let (reference, rises) = try run.lossRises(base: base, images: 16, seed: 3)
            #expect(rises.map(\.count) == problem.plan.options && rises.allSatisfy { $0[0] == 0 })
            for choice in [8, 10] {
                var other = base
                other[choice] = 1
                #expect(try run.probe(other, images: 16, seed: 3).loss - reference.loss == rises[choice][1])
            }
            #expect(rises[8][1] != 0 && rises[10][2] != 0)
        }
    }
}
