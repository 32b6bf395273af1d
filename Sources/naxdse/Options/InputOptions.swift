import ArgumentParser

/// Options on how files are read and what is counted, for every command that evaluates.
struct InputOptions: ParsableArguments {
    @Flag(help: "Let files include others from outside their own folder tree.")
    var allowOutsideFiles = false
}

/// Options of an evaluation beyond its hardware and network.
struct EvaluationOptions: ParsableArguments {
    @Flag(help: "Count area and leakage of the whole chip that the file describes, used or not.")
    var fullChip = false
}
