/// Why a node, a tensor or an input of an ONNX model cannot be imported.
struct ImportFailure: Error, Hashable, Sendable {
    /// What is wrong.
    var problem: String
    /// What would be right.
    var hint: String

    init(_ problem: String, _ hint: String) {
        self.problem = problem
        self.hint = hint
    }

    init(_ error: NetworkError) {
        self.init(error.problem, error.remedy)
    }
}
