extension CostModel {
    /// The version of what the model's numbers mean: it grows by one whenever the same network, hardware and mapping
    /// give other numbers than before, so that what was computed before is not mixed with what is computed after.
    ///
    /// Studies keep it with their inputs and go on with the version that they began with; those that say nothing of it
    /// are of version 1.
    public static let version = 2
}
