/// The volume that points dominate up to a reference point, less being better.
///
/// Exact in any number of dimensions by slicing along the last one (HSO; While
/// et al., "A faster algorithm for calculating hypervolume", IEEE TEC 10, 2006):
/// O(n log n) in two dimensions, one more factor n for each further one.
/// Points that are not below the reference in every coordinate add nothing.
///
/// - Returns: the volume in the product of the objectives' units.
public func hypervolume(of points: [[Double]], reference: [Double]) -> Double {
    slice(points.filter { point in zip(point, reference).allSatisfy { $0 < $1 } }, reference, reference.count)
}

/// The volume in the first `dimensions` coordinates.
private func slice(_ points: [[Double]], _ reference: [Double], _ dimensions: Int) -> Double {
    guard !points.isEmpty else { return 0 }
    if dimensions == 1 { return reference[0] - points.reduce(.infinity) { min($0, $1[0]) } }
    let last = dimensions - 1
    let sorted = points.sorted { $0[last] < $1[last] }
    if dimensions == 2 {
        var volume = 0.0, edge = reference[0]
        for point in sorted where point[0] < edge {
            volume += (edge - point[0]) * (reference[1] - point[1])
            edge = point[0]
        }
        return volume
    }
    var volume = 0.0
    var below: [[Double]] = []
    for (index, point) in sorted.enumerated() {
        if !below.contains(where: { covers($0, point, last) }) {
            below.removeAll { covers(point, $0, last) }
            below.append(point)
        }
        let next = index + 1 < sorted.count ? sorted[index + 1][last] : reference[last]
        if next > point[last] { volume += (next - point[last]) * slice(below, reference, last) }
    }
    return volume
}

private func covers(_ a: [Double], _ b: [Double], _ dimensions: Int) -> Bool {
    for i in 0..<dimensions where a[i] > b[i] { return false }
    return true
}
