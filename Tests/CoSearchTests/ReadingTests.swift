import Optimisation
import Services
import Tensors
import Testing

@testable import CoSearch

extension WithBackend {
    @Suite struct ReadingTests {
        let backend: Backend

        init() throws {
            backend = try TestBackend.open()
            try backend.configure(threads: 1)
        }

        @Test("weights trained without crossbars are read with them, and the other way round")
        func otherEffects() throws {
            // Two of the five columns of the wide kernel are lost.
            let distorting = CrossbarEffects(gains: [1, 0.1, 0.1, 0.1, 1], rows: 5, columns: 1)
            let task = try Correlation(effects: [distorting, distorting])
            let (train, test) = task.images.split(share: 0.8, seed: 3)
            func trained(hasEffects: Bool) throws -> TrainingRun {
                var recipe = task.recipe
                (recipe.epochs, recipe.hasEffects) = (3, hasEffects)
                let run = try TrainingRun.retraining(
                    task.plan.chosen([2, 0]), train, validation: test, recipe, on: .cpu, of: backend)
                while !run.isDone { _ = try run.epoch() }
                return run
            }
            func read(_ run: TrainingRun, hasEffects: Bool) throws -> Reading {
                try run.reading(of: test, run.choices, quantises: true, hasEffects: hasEffects, seed: 1)
            }
            let with = try trained(hasEffects: true), without = try trained(hasEffects: false)
            // As they were trained: what the last epoch measured.
            #expect(try read(with, hasEffects: true).accuracy.share == with.reports.last!.validation)
            #expect(try read(without, hasEffects: false).accuracy.share == without.reports.last!.validation)
            for run in [with, without] {
                let own = try read(run, hasEffects: run.recipe.hasEffects),
                    other = try read(run, hasEffects: !run.recipe.hasEffects)
                #expect(other.loss > own.loss)
            }
            let few = try with.reading(of: test, count: 7, with.choices, quantises: false, hasEffects: true, seed: 1)
            #expect(few.accuracy.images == 7 && few.loss.isFinite)
        }

        @Test("what crossbars draw follows from the seed")
        func seeds() throws {
            let task = try Correlation(
                count: 64, effects: [CrossbarEffects(gains: [1], rows: 1, columns: 1, weightDeviation: 0.5), .ideal])
            let run = try TrainingRun.search(task.plan, task.table, task.images, task.recipe, on: .cpu, of: backend)
            func loss(_ seed: UInt64) throws -> Double {
                try run.reading(of: task.images, [0, 0], quantises: false, hasEffects: true, seed: seed).loss
            }
            #expect(try loss(1) == loss(1))
            #expect(try loss(1) != loss(2))
        }

        @Test("the narrow kernel and the broken crossbar raise the loss, and a rise is the difference of two readings")
        func rises() throws {
            let broken = CrossbarEffects(gains: [1, 0, 0, 0, 0], rows: 5, columns: 1)
            let task = try Correlation(effects: [broken, .ideal])
            var recipe = task.recipe
            // Paths of the broken crossbar teach the wide kernel nothing, so that it needs more epochs.
            (recipe.warmUp, recipe.epochs, recipe.seed) = (16, 26, 4)
            let run = try TrainingRun.search(task.plan, task.table, task.images, recipe, on: .cpu, of: backend)
            while !run.isDone { _ = try run.epoch() }
            var steps: [[Int]] = []
            // Kernel 5 on the crossbar that is whole.
            let (base, rises) = try run.lossRises(base: [3, 1], images: 300, seed: 4) { steps.append([$0, $1]) }
            #expect(base.accuracy.images == 300 && base.accuracy.share > 0.9)
            #expect(rises.map(\.count) == [4, 2] && rises[0][3] == 0 && rises[1][1] == 0)
            #expect(rises[0][1] > 0.1 && rises[0][2] > 0.1)
            #expect(try rises[0][1] == run.probe([1, 1], images: 300, seed: 4).loss - base.loss)
            #expect(steps == (1...5).map { [$0, 5] })
            #expect(run.unseenImages.count == task.images.count / 2)
        }

        @Test("paths that compute the same are read once and have one rise")
        func alike() throws {
            let task = try Correlation(count: 64)
            var recipe = task.recipe
            (recipe.epochs, recipe.warmUp) = (1, 1)
            let run = try TrainingRun.search(task.plan, task.table, task.images, recipe, on: .cpu, of: backend)
            // Ranges of stored results are those of images that were seen.
            _ = try run.epoch()
            var readings = 0
            let rises = try run.lossRises(base: [0, 1], images: nil, seed: 1) { done, _ in readings = done }.rises
            // Both crossbars are ideal: two kernels are left, and one linear layer.
            #expect(readings == 2)
            #expect(
                rises[0][0] == 0 && rises[0][1] == 0 && rises[0][2] == rises[0][3] && rises[0][2] != 0
                    && rises[1] == [0, 0])
        }
    }
}
