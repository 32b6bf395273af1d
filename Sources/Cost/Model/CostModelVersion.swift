extension CostModel {
    /// The version of what the model's numbers mean: it grows by one whenever the same network, hardware and mapping
    /// give other numbers than before, so that what was computed before is not mixed with what is computed after.
    ///
    /// Studies keep it with their inputs and go on with the version that they began with; those that say nothing of it
    /// are of version 1.
    ///
    /// - 1 and 2: every stage had the parts of its levels for itself.
    /// - 3: parts serve one request at a time, for all stages; shared converters take turns; branches work beside each
    ///   other; offset encoding pays for the sum of the inputs; a stated read energy is that of the rows that are
    ///   driven at once.
    public static let version = 4
}
