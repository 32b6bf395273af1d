/// Which rows of a ``LayerTable`` go together, where choices about the network itself decide what several layers are: a
/// block that is left out, channels that several convolutions have.
///
/// A **variable** is such a choice. A row stands for one layer where some of the variables have certain values; the
/// rows of a design agree about every variable. A layer of a block that is left out has a row that costs nothing.
public struct RowCoupling: Hashable, Sendable {
    /// That a variable has one of its values.
    public struct Condition: Hashable, Sendable {
        /// Its index in ``RowCoupling/values``.
        public var variable: Int
        /// The index of its value, from 0.
        public var value: Int

        public init(variable: Int, value: Int) {
            self.variable = variable
            self.value = value
        }
    }

    /// How many values each variable has.
    public let values: [Int]
    /// For each row of the table where it stands, by ascending variable.
    public let conditions: [[Condition]]
    /// For each row of the table which of its layer's own options it is; nil where the layer is not there.
    public let options: [Int?]

    /// - Precondition: there are options for each row, and conditions are about the variables' values.
    public init(values: [Int], conditions: [[Condition]], options: [Int?]) {
        precondition(conditions.count == options.count, "a row has conditions and an option")
        precondition(
            conditions.joined().allSatisfy {
                values.indices.contains($0.variable) && (0..<values[$0.variable]).contains($0.value)
            }, "conditions are about values")
        self.values = values
        self.conditions = conditions.map { $0.sorted { $0.variable < $1.variable } }
        self.options = options
    }
}
