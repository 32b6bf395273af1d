import ArgumentParser
import Hardware
import Quantities
import Workbench

/// Options on how files are read and what is counted, for every command that evaluates.
struct InputOptions: ParsableArguments {
    @Flag(help: "Let files include others from outside their own folder tree.")
    var allowOutsideFiles = false
}

/// Options of an evaluation beyond its hardware and network.
struct EvaluationOptions: ParsableArguments {
    @Flag(help: "Count area and leakage of the whole chip that the file describes, used or not.")
    var fullChip = false

    @Flag(
        name: .customLong("with-io"),
        help:
            "Count area and leakage of links and of what is beyond them as well, in all figures that contain area or leakage."
    )
    var withIO = false

    @Option(
        help: ArgumentHelp(
            "Take this share of the power at full activity for leakage in parts whose leakage is unknown: 10%.",
            valueName: "percent"))
    var assumeLeakage: Percentage?

    @Flag(help: "Leave out what there is to know about the numbers.")
    var quiet = false

    func validate() throws {
        if let assumeLeakage, !(0..<1).contains(assumeLeakage.share) {
            throw ValidationError("--assume-leakage \(assumeLeakage.text): give a share from 0% to below 100%")
        }
    }

    var convention: Convention {
        Convention(fullChip: fullChip, withIO: withIO, assumedLeakage: assumeLeakage)
    }
}

extension Percentage: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
