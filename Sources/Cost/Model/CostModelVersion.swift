extension CostModel {
    /// The version of the equations: a whole number, raised whenever a number changes. Studies and runs record it, and numbers of
    /// different versions are not mixed.
    ///
    /// 1. Every stage had the parts of its levels for itself.
    /// 2. Parts serve one request at a time, for all stages; shared converters take turns; branches; the sum of the inputs of offset
    ///    encoding; a stated read energy is that of the active rows.
    public static let version = 2
}
