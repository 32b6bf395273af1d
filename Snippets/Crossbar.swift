// What the wires of a crossbar take from its currents.
import NaxdseKit

let bench = try Workbench()
let solution = try bench.solve(CrossbarDescription(hardware: "isaac"))
print(solution.subject)
if let deviation = solution.relativeDeviation { print("the currents are off by \(100 * deviation) %") }
