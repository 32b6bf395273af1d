import Cost
import Reports
import Workbench

extension Notes {
    /// Of one or more evaluations, each under the name that its row has.
    init(_ evaluations: [(name: String, evaluation: Evaluation)], and others: [(subject: String, words: String)] = []) {
        self.init(
            evaluations.flatMap { name, evaluation in evaluation.warnings.map { (name, $0.description) } } + others)
    }

    /// Below a table; where the output is CSV, or in other files, on standard error. JSON has the warnings in it.
    func write(_ options: EvaluationOptions, _ format: TableFormat, belowTable: Bool = true) throws {
        guard !options.quiet, !isEmpty else { return }
        switch format.choice {
        case .json: break
        case .csv: Output.printError(text(on: .standardError))
        case .text where belowTable: try Output.write("\n" + text(on: .standardOutput))
        case .text: Output.printError(text(on: .standardError))
        }
    }
}
