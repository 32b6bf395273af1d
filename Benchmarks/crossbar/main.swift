// Times the circuit solver on a crossbar from standard input: a line `rows columns row column source sink`
// (ohms), then conductances (siemens, row by row) and voltages (volts), separated by white space.
// Arguments: repetitions of one solve, and of the effective matrix. Prints a line of JSON with the least times.
import Circuit
import Hardware
import Quantities

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

var numbers: [Double] = []
while let line = readLine() {
    for word in line.split(separator: " ") {
        guard let number = Double(word) else { fatalError("'\(word)' is not a number") }
        numbers.append(number)
    }
}
guard numbers.count >= 6, CommandLine.arguments.count == 3,
    let solves = Int(CommandLine.arguments[1]), let matrices = Int(CommandLine.arguments[2])
else { fatalError("usage: crossbar-benchmark SOLVES MATRICES < crossbar.txt") }
let (rows, columns) = (Int(numbers[0]), Int(numbers[1]))
precondition(numbers.count == 6 + rows * columns + rows, "the numbers do not fill \(rows)×\(columns) cells and \(rows) voltages")
let wires = CrossbarKind.Wires(
    row: Resistance(numbers[2]), column: Resistance(numbers[3]), source: Resistance(numbers[4]), sink: Resistance(numbers[5]))
let cells = Grid<Dimensions.Conductance>(rows: rows, columns: columns, si: Array(numbers[6..<6 + rows * columns]))
let voltages = numbers[(6 + rows * columns)...].map { Voltage($0) }

/// Least time of some repetitions, in seconds, on the clock and of the processor; the circuit is set up anew each time.
func leastTime(_ repetitions: Int, _ body: (CrossbarCircuit) throws -> Void) throws -> (wall: String, processor: String) {
    var least = (wall: Double.infinity, processor: Double.infinity)
    for _ in 0..<repetitions {
        let (wall, processor) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
        try body(CrossbarCircuit(conductances: cells, wires: wires))
        least.wall = min(least.wall, seconds(CLOCK_MONOTONIC) - wall)
        least.processor = min(least.processor, seconds(CLOCK_PROCESS_CPUTIME_ID) - processor)
    }
    return repetitions > 0 ? ("\(least.wall)", "\(least.processor)") : ("null", "null")
}

func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// Most memory this process has had, in megabytes. What `getrusage` says on Linux counts the parent's in.
func peakMemory() -> Double {
    if let file = fopen("/proc/self/status", "r") {
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, 256, file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                .split { $0 == " " || $0 == "\t" || $0 == "\n" }
            if words.first == "VmHWM:", words.count > 1, let kilobytes = Double(words[1]) { return kilobytes / 1024 }
        }
    }
    var usage = rusage()
    getrusage(0, &usage)
    return Double(usage.ru_maxrss) / 1048576
}

var point: OperatingPoint?
let solveTime = try leastTime(solves) { point = try $0.solve(voltages) }
let memory = peakMemory()
let matrixTime = try leastTime(matrices) { _ = try $0.effectiveConductance() }
let outputs = point!.outputCurrents.map { "\($0.si)" }.joined(separator: ",")
print(
    "{\"solve_s\":\(solveTime.wall),\"matrix_s\":\(matrixTime.wall),\"matrix_processor_s\":\(matrixTime.processor),\"peak_memory_MB\":\(memory),"
        + "\"residual\":\(point!.residual),\"iterations\":\(point!.iterations),\"outputs_A\":[\(outputs)]}")
