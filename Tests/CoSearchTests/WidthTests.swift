import Cost
import Foundation
import Hardware
import Mapping
import Networks
import Search
import Services
import Tensors
import Testing

@testable import CoSearch

@Suite struct WidthTests {
    @Test("convolutions whose channels are added to each other are one group; what is padded, joined or an output is none's")
    func groups() throws {
        let resnet20 = try Zoo.network(named: "resnet20")
        // Shortcuts that pad channels tie the residual streams to the network's numbers.
        #expect(ChannelGroups(resnet20).groups.map { $0.layers.map { resnet20.layers[$0].name } } == (1...3).flatMap { layer in
            (0..<3).map { ["layer\(layer).\($0).conv1"] }
        })
        let resnet18 = try Zoo.network(named: "resnet18")
        let groups = ChannelGroups(resnet18).groups.map { $0.layers.map { resnet18.layers[$0].name } }
        #expect(groups.first == ["conv1", "layer1.0.conv2", "layer1.1.conv2"])
        #expect(groups.contains(["layer2.0.conv2", "layer2.0.downsample.0", "layer2.1.conv2"]))
        #expect(groups.flatMap(\.self).count == 20)
        // Depthwise convolutions have the channels that they read.
        let mobile = try Zoo.network(named: "mobilenetv2")
        #expect(ChannelGroups(mobile).groups.allSatisfy { $0.layers.allSatisfy { mobile.layers[$0].convolution?.groups == 1 } })
    }

    /// Kernels and crossbars of ResNet-20 with the widths of its blocks' inner layers.
    private func problem(_ network: Network, pipelined: Bool) throws -> (problem: CoSearchProblem, setup: ([LayerWidth]) throws -> SearchSetup, fixture: Fixture) {
        let fixture = try Fixture(pipelined: pipelined)
        let setup = { (widths: [LayerWidth]) throws in try Fixture(pipelined: pipelined, network: network.narrowed(widths)).setup }
        return (try CoSearchProblem(setup([]), on: fixture.architecture, hasEffects: false, widths: ([0.5, 0.75, 1], setup)), setup, fixture)
    }

    @Test("where all is certain, widths included, the expected cost is what evaluate says of the narrower network", arguments: [false, true])
    func certain(pipelined: Bool) throws {
        let (problem, setup, fixture) = try problem(Zoo.network(named: "resnet20"), pipelined: pipelined)
        let cost = GateCost(problem.table, problem.widths)
        let choices = try #require(problem.plan.widths)
        let model = CostModel(fixture.architecture)
        var random = SeededRandom(seed: 4)
        for _ in 0..<10 {
            let gates = cost.options.map { random.below($0) }
            let widths = choices.widths(Array(gates.dropFirst(problem.plan.options.count)))
            let narrow = try setup(widths)
            let point = problem.point(for: Array(gates.prefix(problem.plan.options.count)))
            let figures = try model.evaluate(narrow.design.mapped(at: point, on: fixture.architecture)).figures
            let expected = cost.value(Gates.certain(gates, of: cost.options)).cost
            for (a, b) in [(expected.energy, figures.energy.si), (expected.delay, figures.delay.si), (expected.area, figures.area.si)] {
                #expect(abs(a - b) <= 1e-12 * b)
            }
        }
    }

    @Test("layers that share widths with the one before and the one behind are priced for each pair of widths")
    func pairs() throws {
        let (problem, setup, fixture) = try problem(Self.chain(), pipelined: false)
        let cost = GateCost(problem.table, problem.widths)
        let choices = try #require(problem.plan.widths)
        #expect(choices.channels == [[8, 12, 16], [16, 24, 32]])
        let model = CostModel(fixture.architecture)
        for widths in 0..<9 {
            let gates = [0, 1, 0, widths / 3, widths % 3]
            let point = problem.point(for: [0, 1, 0])
            let figures = try model.evaluate(setup(choices.widths([widths / 3, widths % 3])).design.mapped(at: point, on: fixture.architecture)).figures
            let expected = cost.value(Gates.certain(gates, of: cost.options)).cost
            #expect(abs(expected.energy - figures.energy.si) <= 1e-12 * figures.energy.si)
            #expect(abs(expected.delay - figures.delay.si) <= 1e-12 * figures.delay.si)
        }
    }

    /// Three layers, one after the other.
    private static func chain() throws -> Network {
        var build = try NetworkBuilder("chain", input: .map(channels: 3, height: 8, width: 8))
        var x = try build.convolution("first", build.input, channels: 16, kernel: 3)
        x = try build.activation("relu", x, .relu)
        x = try build.convolution("second", x, channels: 32, kernel: 3)
        x = try build.append("flatten", .flatten, [x])
        _ = try build.linear("linear", x, features: 10)
        return try build.network()
    }

    @Test("the gradient by widths and candidates is that of finite differences", arguments: [false, true])
    func gradient(pipelined: Bool) throws {
        let (problem, _, _) = try problem(Zoo.network(named: "resnet20"), pipelined: pipelined)
        let cost = GateCost(problem.table, problem.widths)
        var random = SeededRandom(seed: 8)
        var gates = Gates(options: cost.options)
        for gate in gates.logits.indices { for option in gates.logits[gate].indices { gates.logits[gate][option] = random.normal() } }
        let p = gates.probabilities, value = cost.value(p), step = 1e-5
        // Every width, and the candidates of one layer.
        for gate in [1] + Array(problem.plan.options.count..<p.count) {
            for option in p[gate].indices {
                var above = p, below = p
                above[gate][option] += step
                below[gate][option] -= step
                let difference = (cost.value(above).logEDAP - cost.value(below).logEDAP) / (2 * step)
                #expect(abs(value.logEDAPSlopes[gate][option] - difference) <= 1e-5 * max(abs(difference), 0.01 * abs(value.logEDAP)))
            }
        }
    }
}

extension WithBackend {
    @Suite struct WidthTrainingTests {
        let backend: Backend
        let task: Correlation
        let plan: SupernetPlan

        init() throws {
            backend = try TestBackend.open()
            try backend.configure(threads: 1)
            let distorting = CrossbarEffects(gains: [0.5, 0.8, 1], rows: 3, columns: 1)
            task = try Correlation(count: 512, effects: [.ideal, distorting])
            var plan = task.plan
            plan.widths = WidthChoices(task.network, shares: [0.25, 0.5, 1])
            self.plan = plan
        }

        /// Each layer's cost in proportion to its columns times its rows.
        private var costs: WidthCosts {
            get throws {
                try WidthCosts(plan, plan.widths!, base: task.table) { groups in
                    let share = [0.25, 0.5, 1][groups[0]]
                    let layers = task.table.layers.map { layer in
                        (name: layer.name, rows: (layer.firstRow..<layer.firstRow + layer.options).map { row in
                            LayerTable.Row(
                                energy: task.table.energy[row] * share, delay: task.table.delay[row] * share,
                                counts: task.table.counts[row * 2..<row * 2 + 2].map { Int((Double($0) * share).rounded(.up)) })
                        })
                    }
                    return LayerTable(kinds: task.table.kinds, layers: layers, timing: task.table.timing, chip: task.table.chip)
                }
            }
        }

        @Test("a narrower layer of the supernet is the narrower network with the first of the weights, to the bit")
        func cut() throws {
            var recipe = task.recipe
            (recipe.epochs, recipe.warmUp, recipe.widths) = (3, 1, [0.25, 0.5, 1])
            let search = try TrainingRun.search(plan, task.table, widths: costs, task.images, recipe, on: .cpu, of: backend)
            while !search.isDone { _ = try search.epoch() }
            let file = FileManager.default.temporaryDirectory.path + "/naxdse-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: file) }
            try search.save(to: file)
            let narrow = try task.network.narrowed([LayerWidth(layer: "conv", channels: 8)])
            let narrowPlan = try SupernetPlan(narrow) { stage, _ in task.plan.paths[stage] }
            let choices = [2, 0]
            let run = try TrainingRun.retraining(narrowPlan.chosen(choices), task.images, validation: task.images, recipe, on: .cpu, of: backend)
            try run.inherit(from: file, of: task.plan, choices: choices, narrowed: true)
            #expect(run.net.parameters["conv.weight"].shape == [8, 1, 5, 5] && run.net.parameters["linear.weight"].shape == [2, 8])
            let images = try backend.normal([8, 1, 12, 12])
            let found: [[Float]] = try backend.withoutGradients {
                let whole = try search.net.logits(images, TrainingRun.single(choices + [1]), .evaluation).values(of: Float.self)
                return [whole, try run.net.logits(images, TrainingRun.single([0, 0]), .evaluation).values(of: Float.self)]
            }
            #expect(found[0] == found[1])
            // Without being told of widths, tensors have to be of the same shape.
            #expect(throws: CheckpointError.self) { try run.inherit(from: file, of: task.plan, choices: choices) }
        }

        @Test("a width's gate of 1 is the narrower layer, and its gradient is that of finite differences")
        func gates() throws {
            try backend.seed(3)
            let net = try Supernet(plan, on: .cpu, of: backend)
            let x = try backend.normal([8, 1, 12, 12]), classes = try backend.tensor([0, 1, 1, 0, 1, 0, 0, 1] as [Int64], [8])
            var mode = PassMode.probing
            // Rounding has no derivative.
            mode.quantises = false
            let paths = [GateDraw.Layer(options: [2], values: [1]), .init(options: [1], values: [1])]
            func logits(_ gates: Tensors.Tensor) throws -> Tensors.Tensor {
                try net.logits(x, paths + [.init(options: [1, 2], values: [])], gates: gates, mode)
            }
            let alone = try net.logits(x, paths + [.init(options: [1], values: [1])], mode).values(of: Float.self)
            let certain = try logits(backend.tensor([1, 1, 1, 0] as [Float], [4])).values(of: Float.self)
            #expect(zip(alone, certain).allSatisfy { abs($0 - $1) < 1e-5 })
            let values: [Float] = [1, 1, 0.6, 0.4]
            let gates = try backend.tensor(values, [4]).requireGradient()
            try logits(gates).crossEntropy(classes).backward()
            let found = try #require(try gates.gradient()).values(of: Double.self)
            for index in 2..<4 {
                var above = values, below = values
                above[index] += 0.02
                below[index] -= 0.02
                func loss(_ values: [Float]) throws -> Double { try logits(backend.tensor(values, [4])).crossEntropy(classes).number() }
                let slope = try (loss(above) - loss(below)) / 0.04
                #expect(abs(found[index] - slope) < 2e-3 * max(1, abs(slope)), "\(found[index]) for \(slope)")
            }
        }

        @Test("where cost counts most, a search takes the narrowest", arguments: GateMethod.allCases)
        func searches(method: GateMethod) throws {
            var recipe = task.recipe
            (recipe.method, recipe.lambda, recipe.widths) = (method, 5, [0.25, 0.5, 1])
            recipe.epochs = 10
            let run = try TrainingRun.search(plan, task.table, widths: costs, task.images, recipe, on: .cpu, of: backend)
            while !run.isDone { _ = try run.epoch() }
            #expect(run.choices == [0, 0])
            #expect(run.widths == [LayerWidth(layer: "conv", channels: 4)])
            #expect(run.reports.last!.widths == run.widths)
        }
    }
}
