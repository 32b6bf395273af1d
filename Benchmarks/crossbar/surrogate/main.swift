// Trains surrogates of crossbars with curved cells, and prints their errors and their speed beside the solver's, a line of a table each.
//
//     swift run -c release --package-path Benchmarks surrogate-benchmark Benchmarks/crossbar/surrogate/curved.xml 4000 1 sinh-32 sinh-64
//
// Arguments: hardware file, samples, seed, crossbars.
import Circuit
import Hardware
import Quantities
import Surrogates

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

guard CommandLine.arguments.count > 4, let samples = Int(CommandLine.arguments[2]), let seed = UInt64(CommandLine.arguments[3]) else {
    fatalError("usage: surrogate-benchmark HARDWARE SAMPLES SEED CROSSBAR…")
}
let architecture = try ArchitectureReader().read(CommandLine.arguments[1])

/// Of the processor, so that a busy machine does not count.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Least processor time of some repetitions of a solution for 16 inputs, in microseconds for one.
func microseconds(_ repetitions: Int, _ body: () throws -> Void) rethrows -> Double {
    var least = Double.infinity
    for _ in 0..<repetitions {
        let start = processorSeconds()
        try body()
        least = min(least, (processorSeconds() - start) * 1e6 / 16)
    }
    return least
}

print("| crossbar | samples | training, s | linear, root mean square | matrices | surrogate | its 99 % | its largest | solver, µs | surrogate, µs | ratio | preparing, ms |")
print("|" + String(repeating: "---|", count: 12))
for name in CommandLine.arguments.dropFirst(4) {
    guard let index = architecture.crossbar(named: name) else { fatalError("no crossbar '\(name)'") }
    let kind = architecture.crossbars[index]
    let start = processorSeconds()
    let surrogate = try Surrogate.trained(on: kind, of: architecture.name, samples: samples, seed: seed)
    let training = processorSeconds() - start
    let cells = kind.device.randomCells(rows: kind.rows, columns: kind.columns, seed: seed + 1)
    let circuit = try CrossbarCircuit(conductances: cells, wires: kind.wires, law: CellLaw(kind.device.effects))
    // Half the rows driven, another half each time.
    let inputs = (0..<16).map { k in (0..<kind.rows).map { ($0 &* 40503 >> k) & 1 == 0 ? kind.read.voltage : Voltage(0) } }
    let solver = try microseconds(5) { _ = try circuit.solve(inputs) }
    let prepareStart = processorSeconds()
    let prepared = try surrogate.prepared(for: circuit)
    let preparing = 1000 * (processorSeconds() - prepareStart)
    let learnt = try microseconds(20) { for input in inputs { _ = try prepared.outputCurrents(input) } }
    let errors = surrogate.errors
    func share(_ current: Current) -> String { (100 * (current / errors.current)).text(significant: 3) + " %" }
    print(
        "| \(name) | \(samples) | \(training.text(significant: 3)) | \(share(errors.linear.rootMeanSquare)) | \(share(errors.matrices.rootMeanSquare)) "
            + "| \(share(errors.surrogate.rootMeanSquare)) | \(share(errors.surrogate.percentile99)) | \(share(errors.surrogate.largest)) "
            + "| \(solver.text(significant: 3)) | \(learnt.text(significant: 3)) | \((solver / learnt).text(significant: 3)) | \(preparing.text(significant: 3)) |")
}
