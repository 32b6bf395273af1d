import Diagnostics

/// What is wrong with a layer, and what would be right.
///
///     layer 'layer2.0.add': cannot add 32×16×16 and 16×32×32; give both inputs the same shape
public struct NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The layer at fault, or nil when the network as a whole is.
    public var layer: String?
    /// What is wrong.
    public var problem: String
    /// What would be right.
    public var remedy: String

    /// - Parameter layer: the one at fault; nil when the network as a whole is.
    public init(layer: String?, problem: String, remedy: String) {
        self.layer = layer
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String {
        (layer.map { "layer '\($0)': " } ?? "") + problem + "; " + remedy
    }
}

extension NetworkError: BadInput {
    public var faults: [Fault] { [Fault((layer.map { "layer '\($0)': " } ?? "") + problem, remedy: remedy)] }
}
