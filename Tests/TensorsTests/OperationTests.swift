import Services
import Testing

@testable import Tensors

extension WithBackend {
    @Suite struct OperationTests {
        let backend: Backend

        init() throws { backend = try TestBackend.open() }

        @Test("a convolution is a sum over its window, by hand")
        func convolution() throws {
            let x = try backend.tensor((1...9).map(Double.init), [1, 1, 3, 3])
            let w = try backend.tensor([1.0, 0, 0, -1], [1, 1, 2, 2])
            // x[i, j] − x[i+1, j+1]: the diagonal neighbour is 4 more.
            #expect(try x.convolved(with: w).values(of: Double.self) == [-4, -4, -4, -4])
            let padded = try x.convolved(with: w, stride: 2, padding: 1)
            #expect(padded.shape == [1, 1, 2, 2])
            #expect(try padded.values(of: Double.self) == [-1, -3, -7, 5 - 9])
        }

        @Test("a product, a linear layer, a pool and an argmax, by hand")
        func products() throws {
            let a = try backend.tensor([1.0, 2, 3, 4], [2, 2]), b = try backend.tensor([5.0, 6, 7, 8], [2, 2])
            #expect(try a.matmul(b).values(of: Double.self) == [19, 22, 43, 50])
            #expect(try a.linear(b, bias: backend.tensor([1.0, -1], [2])).values(of: Double.self) == [18, 22, 40, 52])
            let map = try a.reshaped([1, 1, 2, 2])
            #expect(try map.maximumPooled(window: 2, stride: 2).values(of: Double.self) == [4])
            #expect(try map.averagePooled(window: 2, stride: 2).values(of: Double.self) == [2.5])
            #expect(try a.indexOfLargest(along: 1).values(of: Int64.self) == [1, 1])
        }

        @Test("batch norm moves the running statistics as documented")
        func batchNorm() throws {
            let x = try backend.tensor([1.0, 3, 5, 7], [2, 1, 1, 2])
            let mean = try backend.zeros([1], type: .float64), variance = try backend.ones([1], type: .float64)
            let one = try backend.ones([1], type: .float64), zero = try backend.zeros([1], type: .float64)
            let y = try x.batchNormalised(
                scale: one, shift: zero, statistics: (mean, variance), training: true, momentum: 0.25, epsilon: 0)
            // mean 4; variance 5, or 20/3 with the count less one.
            #expect(try isClose(y.values(of: Double.self), [-3, -1, 1, 3].map { $0 / 5.0.squareRoot() }, 1e-12))
            #expect(
                try isClose(
                    mean.values(of: Double.self) + variance.values(of: Double.self), [1, 0.75 + 0.25 * 20 / 3], 1e-12))
        }

        @Test("softmax and cross-entropy, by hand")
        func losses() throws {
            let x = try backend.tensor([0.0, logarithm(2), 0], [1, 3])
            #expect(try isClose(x.softmax().values(of: Double.self), [0.25, 0.5, 0.25], 1e-12))
            let classes = try backend.tensor([1] as [Int64], [1])
            #expect(try isClose([x.crossEntropy(classes).number()], [logarithm(2)], 1e-12))
            // 0.7 of the loss of the class, and 0.3 of the mean over all three.
            let mean = (2 * logarithm(4) + logarithm(2)) / 3
            #expect(
                try isClose(
                    [x.crossEntropy(classes, smoothing: 0.3).number()], [0.7 * logarithm(2) + 0.3 * mean], 1e-12))
        }

        @Test("elements come back as they went, in every type")
        func roundTrip() throws {
            #expect(try backend.tensor([1.5, -2] as [Float], [2]).values(of: Float.self) == [1.5, -2])
            #expect(try backend.tensor([1 << 40, -7] as [Int64], [1, 2]).values(of: Int64.self) == [1 << 40, -7])
            #expect(try backend.tensor([0, 255] as [UInt8], [2]).values(of: UInt8.self) == [0, 255])
            #expect(try backend.tensor([true, false], [2]).values(of: Bool.self) == [true, false])
            #expect(try backend.tensor([UInt8](), [0, 3]).values(of: UInt8.self) == [])
            #expect(try backend.number(0.1).converted(to: .bfloat16).number() == 0.10009765625)
        }

        @Test("autocast computes products in bfloat16, and only within its body")
        func autocast() throws {
            let x = try backend.ones([2, 2])
            let inside = try backend.withAutocast(on: .cpu) { () throws(TensorError) in try x.matmul(x) }
            #expect(inside.type == .bfloat16)
            #expect(try x.matmul(x).type == .float32)
        }

        @Test("shapes that do not fit are an error that names them")
        func wrongShapes() throws {
            let error = #expect(throws: TensorError.self) {
                try backend.ones([2, 3]).matmul(backend.ones([2, 3]))
            }
            #expect(error?.description.hasPrefix("matmul of 2×3, 2×3: ") == true)
            #expect(error?.problem.contains("Exception raised from") == false)
        }

        @Test("a device that is not there is an error")
        func noDevice() throws {
            let missing = Device.cuda(backend.cudaDevices)
            #expect(!backend.has(missing))
            let error = #expect(throws: TensorError.self) { try backend.zeros([1], on: missing) }
            #expect(error?.problem == "there is no CUDA device \(backend.cudaDevices)")
        }

        @Test("the same seed gives the same numbers, and a state goes on where it was")
        func seeds() throws {
            try backend.seed(5)
            let first = try backend.normal([100]).values(of: Float.self)
            let state = try backend.randomState(of: .cpu)
            let next = try backend.uniform([100]).values(of: Float.self)
            try backend.seed(5)
            #expect(try backend.normal([100]).values(of: Float.self) == first)
            try backend.seed(6)
            #expect(try backend.normal([100]).values(of: Float.self) != first)
            try backend.setRandomState(of: .cpu, to: state)
            #expect(try backend.uniform([100]).values(of: Float.self) == next)
        }

        @Test("what another backend of the process draws or seeds changes no number")
        func generatorsOfItsOwn() throws {
            let other = try TestBackend.open()
            func draws(between: () throws -> Void) throws -> [[Float]] {
                try backend.seed(5)
                let first = try backend.normal([100]).values(of: Float.self)
                try between()
                return [first, try backend.normal([100]).values(of: Float.self)]
            }
            let undisturbed = try draws {}
            let disturbed = try draws {
                _ = try other.normal([10])
                try other.seed(6)
            }
            #expect(disturbed == undisturbed)
        }
    }
}
