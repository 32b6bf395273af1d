/// When the layers of a design end, where they share parts of the chip (branches, pipelines), so that no sum or path of
/// their own delays says so.
public protocol SharedTiming: Sendable {
    /// Seconds that a design takes.
    /// - Parameter rows: of the table, one for each layer.
    func delay(_ rows: UnsafeBufferPointer<Int>) -> Double

    /// The delay to be expected where options are not certain, and its slope by each probability.
    /// - Parameter probabilities: of each option of each layer.
    func expectedDelay(_ probabilities: [[Double]]) -> (delay: Double, slopes: [[Double]])
}
