import CoSearch
import Quantities
import Reports

extension EpochReport {
    /// "loss 0.52  accuracy 81.2 %  validation 79.0 %  energy 412 µJ  …  gates 0.61 open"
    package var words: String {
        var words = [
            "loss \(loss.text(significant: 3))", "accuracy \(percent(accuracy))", "validation \(percent(validation))",
        ]
        if let energy, let delay, let area {
            words.append("\(Energy(si: energy)) \(Time(si: delay)) \(Area(si: area))")
        }
        if let entropy { words.append("gates \(entropy.text(significant: 2)) open") }
        return words.joined(separator: "  ")
    }
}
