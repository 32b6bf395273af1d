// A loop of one's own over an attribute of a hardware file.
import NaxdseKit

let bench = try Workbench()
for bits in 5...9 {
    let changes = ["component[@id='adc-8b']/@resolution": "\(bits)"]
    let figures = try bench.evaluate("puma", on: "resnet20", changing: changes).evaluation.figures
    print("\(bits) bits: \(figures.energy), \(figures.delay), \(figures.area)")
}
