import Quantities

/// A memory or register file of another capacity or access width.
///
/// With the aspect ratio kept, the length of word and bit lines goes with the square root of the
/// capacity, and so do the energy of a bit's access and the access time; area and leakage go
/// with the capacity (first-order form of CACTI: Wilton and Jouppi, IEEE JSSC 31(5), 1996):
///
///     E = E₀ · (w/w₀) · √(C/C₀)    t = t₀ · √(C/C₀)    A = A₀ · C/C₀    P_leak = P₀ · C/C₀
public enum MemoryModel: ScalingModel {
    public static let summary =
        "memory: energy by width and root of capacity, area and leakage by capacity (after CACTI)"
    public static let source = "Wilton and Jouppi, IEEE JSSC 31(5), 1996, first order"
    public static let range =
        "near the reference: against CACTI, off by a factor of 1.5 in energy and 1.7 in time ('sram' is nearer)"
    public static let kinds: [ComponentKind] = [.memory, .register]

    /// - Throws: where the capacity or the width of one of the two is not stated.
    public static func scaled(_ wanted: Component, from reference: Component) throws(ComponentModelError) -> Component {
        guard let capacity = wanted.capacity, let referenceCapacity = reference.capacity else {
            throw ComponentModelError("'memory' needs the capacity of both memories", hint: "add capacity=\"64 kB\"")
        }
        guard let width = wanted.width, let referenceWidth = reference.width else {
            throw ComponentModelError("'memory' needs the width of both memories", hint: "add width=\"256\"")
        }
        let size = capacity.si / referenceCapacity.si
        let length = size.squareRoot()
        return wanted.multiplied(
            energy: Double(width) / Double(referenceWidth) * length, time: length, area: size, leakage: size)
    }
}
