import Foundation
import Random
import Services
import Tensors
import Testing

@testable import CoSearch

extension WithBackend {
    @Suite struct SearchTests {
        let backend: Backend

        init() throws {
            backend = try TestBackend.open()
            try backend.configure(threads: 1)
        }

        private func finished(_ recipe: Recipe, _ task: Correlation) throws -> TrainingRun {
            let run = try TrainingRun.search(task.plan, task.table, task.images, recipe, on: .cpu, of: backend)
            while !run.isDone { _ = try run.epoch() }
            return run
        }

        @Test(
            "a search finds the kernel that the task needs, on the crossbar that costs least",
            arguments: GateMethod.allCases)
        func findsTheBest(method: GateMethod) throws {
            var recipe = try Correlation().recipe
            recipe.method = method
            recipe.lambda = 0.02
            let run = try finished(recipe, Correlation())
            // Kernel 5 on the small crossbar; the small crossbar for the linear layer.
            #expect(run.choices == [2, 0])
            #expect(run.reports.last!.validation > 0.95)
            #expect(run.reports.last!.entropy! < run.reports.first!.entropy!)
        }

        @Test("where cost counts more than accuracy, the cheapest candidates win")
        func findsTheCheapest() throws {
            var recipe = try Correlation().recipe
            recipe.lambda = 5
            #expect(try finished(recipe, Correlation()).choices == [0, 0])
        }

        @Test("where the cheap crossbar distorts too much, the dear one wins")
        func avoidsBadCrossbars() throws {
            // Four of the five columns of a wide kernel are lost.
            let broken = CrossbarEffects(gains: [1, 0, 0, 0, 0], rows: 5, columns: 1)
            var recipe = try Correlation().recipe
            recipe.lambda = 0.02
            // One path in four teaches the wide kernel anything: with most seeds it learns in time, as with this one,
            // with some never.
            (recipe.warmUp, recipe.epochs, recipe.seed) = (16, 26, 4)
            let choices = try finished(recipe, Correlation(effects: [broken, .ideal])).choices
            #expect(choices[0] == 3)
        }

        @Test("a run that is resumed has the same bits as one that was never stopped")
        func resumes() throws {
            let effects = CrossbarEffects(
                gains: [0.9, 0.8], rows: 2, columns: 1, weightDeviation: 0.1, sumDeviation: 3, offset: 128)
            let task = try Correlation(count: 256, effects: [.ideal, effects])
            var recipe = task.recipe
            recipe.epochs = 4
            recipe.warmUp = 1
            recipe.shift = 1
            let folder = FileManager.default.temporaryDirectory.path + "/naxdse-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }

            let whole = try finished(recipe, task)
            try whole.save(to: "\(folder)/whole")
            var run = try TrainingRun.search(task.plan, task.table, task.images, recipe, on: .cpu, of: backend)
            for _ in 0..<4 {
                _ = try run.epoch()
                try run.save(to: "\(folder)/part")
                // Something else happens to the random generator, and the run begins as a new one.
                try backend.seed(99)
                run = try TrainingRun.search(task.plan, task.table, task.images, recipe, on: .cpu, of: backend)
                try run.resume(from: "\(folder)/part")
            }
            #expect(run.isDone && run.reports == whole.reports)
            #expect(FileManager.default.contentsEqual(atPath: "\(folder)/whole", andPath: "\(folder)/part"))

            recipe.lambda += 1
            let other = try TrainingRun.search(task.plan, task.table, task.images, recipe, on: .cpu, of: backend)
            let error = #expect(throws: CheckpointError.self) { try other.resume(from: "\(folder)/part") }
            #expect(error?.problem == "it was written with another recipe")
            #expect(other.reports.isEmpty)
            let narrower = try TrainingRun.retraining(
                task.plan.chosen([2, 0]), task.images, validation: task.images, whole.recipe, on: .cpu, of: backend)
            #expect(throws: CheckpointError.self) { try narrower.resume(from: "\(folder)/part") }
        }

        @Test("what has been chosen is retrained as a network of its own, with the names that simulate reads")
        func retrains() throws {
            let task = try Correlation()
            var recipe = task.recipe
            recipe.epochs = 3
            let (train, validation) = task.images.split(share: 0.8, seed: 3)
            let plan = try task.plan.chosen([2, 0])
            #expect(plan.network.layers[1].convolution?.kernel == 5)
            let run = try TrainingRun.retraining(plan, train, validation: validation, recipe, on: .cpu, of: backend)
            while !run.isDone { _ = try run.epoch() }
            #expect(run.reports.last!.validation > 0.95)
            #expect(run.reports.last!.edap == nil)
            #expect(
                run.net.parameters.names == ["conv.weight", "bn.weight", "bn.bias", "linear.weight", "linear.bias"])
            #expect(run.net.buffers.names.filter { !$0.hasSuffix("range") } == ["bn.running_mean", "bn.running_var"])
            let narrow = try TrainingRun.retraining(
                task.plan.chosen([0, 0]), train, validation: validation, recipe, on: .cpu, of: backend)
            while !narrow.isDone { _ = try narrow.epoch() }
            #expect(narrow.reports.last!.validation < 0.7)
        }

        @Test("a retraining that inherits computes what the search computed on the chosen paths")
        func inherits() throws {
            let distorting = CrossbarEffects(gains: [0.5, 0.8, 1], rows: 3, columns: 1)
            let task = try Correlation(count: 256, effects: [.ideal, distorting])
            var recipe = task.recipe
            (recipe.epochs, recipe.warmUp) = (3, 1)
            let search = try finished(recipe, task)
            let file = FileManager.default.temporaryDirectory.path + "/naxdse-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: file) }
            try search.save(to: file)
            let choices = [3, 1]
            func begun(_ paths: [Int]) throws -> TrainingRun {
                try TrainingRun.retraining(
                    task.plan.chosen(paths), task.images, validation: task.images, recipe, on: .cpu, of: backend)
            }
            let run = try begun(choices)
            try run.inherit(from: file, of: task.plan, choices: choices)
            let images = try backend.normal([8, 1, 12, 12])
            func logits(_ net: Supernet, _ paths: [Int]) throws -> [Float] {
                try backend.withoutGradients {
                    try net.logits(images, TrainingRun.single(paths), .evaluation).values(of: Float.self)
                }
            }
            #expect(try logits(run.net, [0, 0]) == logits(search.net, choices))
            #expect(try logits(run.net, [0, 0]) != logits(begun(choices).net, [0, 0]))
            // The narrow kernel's tensors are not those of the wide one.
            let other = try begun([0, 0])
            let before = try logits(other.net, [0, 0])
            let error = #expect(throws: CheckpointError.self) {
                try other.inherit(from: file, of: task.plan, choices: choices)
            }
            #expect(error?.problem == "it has no tensor 'conv.weight@5' of shape [16, 1, 3, 3]")
            #expect(try logits(other.net, [0, 0]) == before)
        }

        @Test(
            "nested kernels share their weights: a smaller one is the middle of the largest, in the search and after it"
        )
        func nested() throws {
            let task = try Correlation(count: 256)
            var plan = task.plan
            plan.nestsKernels = true
            var recipe = task.recipe
            (recipe.epochs, recipe.warmUp, recipe.nestsKernels) = (2, 2, true)
            let search = try TrainingRun.search(plan, task.table, task.images, recipe, on: .cpu, of: backend)
            #expect(search.net.parameters.names.filter { $0.hasPrefix("conv.") } == ["conv.weight"])
            #expect(search.net.parameters["conv.weight"].shape == [16, 1, 5, 5])
            while !search.isDone { _ = try search.epoch() }
            let file = FileManager.default.temporaryDirectory.path + "/naxdse-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: file) }
            try search.save(to: file)
            let images = try backend.normal([8, 1, 12, 12])
            for choices in [[0, 1], [2, 0]] {
                let run = try TrainingRun.retraining(
                    plan.chosen(choices), task.images, validation: task.images, recipe, on: .cpu, of: backend)
                try run.inherit(from: file, of: plan, choices: choices)
                let side = choices[0] < 2 ? 3 : 5
                #expect(run.net.parameters["conv.weight"].shape == [16, 1, side, side])
                let whole = try search.net.parameters["conv.weight"].values(of: Float.self),
                    own = try run.net.parameters["conv.weight"].values(of: Float.self)
                let first = (5 - side) / 2
                var middle: [Float] = []
                for output in 0..<16 {
                    for row in first..<first + side {
                        let start: Int = output * 25 + row * 5 + first
                        middle += whole[start..<start + side]
                    }
                }
                #expect(own == middle)
                func logits(_ net: Supernet, _ paths: [Int]) throws -> [Float] {
                    try backend.withoutGradients {
                        try net.logits(images, TrainingRun.single(paths), .evaluation).values(of: Float.self)
                    }
                }
                for (a, b) in try zip(logits(run.net, [0, 0]), logits(search.net, choices)) {
                    #expect(abs(a - b) < 1e-4)
                }
            }
        }

        @Test("a training begins with another's weights, trained by another recipe; another network's are refused")
        func begins() throws {
            let task = try Correlation(count: 256)
            var recipe = task.recipe
            (recipe.epochs, recipe.quantises, recipe.hasEffects) = (2, false, false)
            func training(_ choices: [Int], _ recipe: Recipe) throws -> TrainingRun {
                try TrainingRun.retraining(
                    task.plan.chosen(choices), task.images, validation: task.images, recipe, on: .cpu, of: backend)
            }
            let floating = try training([2, 0], recipe)
            while !floating.isDone { _ = try floating.epoch() }
            let file = FileManager.default.temporaryDirectory.path + "/naxdse-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: file) }
            try floating.save(to: file)
            var other = task.recipe
            (other.epochs, other.rate, other.seed) = (1, 0.001, 9)
            let rounded = try training([2, 0], other)
            try rounded.begin(from: file)
            for name in floating.net.parameters.names {
                #expect(
                    try rounded.net.parameters[name].values(of: Float.self)
                        == floating.net.parameters[name].values(of: Float.self))
            }
            // Ranges of what is stored are found in the first steps: rounding costs little.
            #expect(try rounded.epoch().validation > floating.reports.last!.validation - 0.05)
            let error = #expect(throws: CheckpointError.self) { try training([0, 0], other).begin(from: file) }
            #expect(error?.problem == "it has no tensor 'conv.weight' of shape [16, 1, 3, 3]")
        }

        @Test("an epoch's batches are the images in order, each batch the same however far ahead it was prepared")
        func batches() throws {
            let images = ImageSet(
                channels: 1, height: 2, width: 2, classes: 9, pixels: (0..<40).map { UInt8($0) },
                labels: (0..<10).map { UInt8($0 % 9) })
            let batches = try Batches(images, shift: 1, on: .cpu, of: backend)
            let order = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
            func read(_ count: Int, pause: Double) throws -> [[Float]] {
                var stream = BatchStream(batches, order: order, size: 4, count: count, SeededRandom(seed: 5))
                return try (0..<count).map { step in
                    Thread.sleep(forTimeInterval: pause)
                    let batch = try stream.next()
                    // Two whole batches, and again from the start.
                    #expect(
                        try batch.classes.values(of: Int64.self)
                            == order[step % 2 * 4..<step % 2 * 4 + 4].map { Int64($0 % 9) })
                    return try batch.images.values(of: Float.self)
                }
            }
            let five = try read(5, pause: 0)
            #expect(try five == read(5, pause: 0.005))
            #expect(try Array(five[..<3]) == read(3, pause: 0))
        }
    }
}
