import Circuit
import System

extension Interpreter {
    /// - Throws: ``CircuitError`` when an image does not fit the network's input.
    func check(_ image: [Float]) throws(CircuitError) {
        let shape = network.layers[input].output
        guard image.count == shape.elementCount else {
            throw CircuitError(
                "an image of \(image.count) elements for a network whose input is \(shape), \(shape.elementCount) elements",
                remedy: "give images of the size that the network takes")
        }
    }
}

extension FloatNetwork {
    /// Magnitudes of the outputs of the layers asked for, over images; empty histograms for the rest.
    func magnitudes(_ images: [[Float]], of wanted: [Bool], threads: Int) -> [MagnitudeHistogram] {
        let parts = inParallel(images.count, threads: threads) { number in
            var histograms = [MagnitudeHistogram?](repeating: nil, count: wanted.count)
            _ = run(images[number]) { index, values in
                guard wanted[index] else { return }
                var histogram = MagnitudeHistogram()
                histogram.add(values)
                histograms[index] = histogram
            }
            return histograms
        }
        return wanted.indices.map { index in
            var sum = MagnitudeHistogram()
            for part in parts { if let histogram = part[index] { sum.add(histogram) } }
            return sum
        }
    }
}
