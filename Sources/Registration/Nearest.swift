/// The candidate that a misspelt name most likely means, or nil when none is near.
///
/// ```swift
/// nearest(to: "crosbar", in: ["component", "crossbar"])   // "crossbar"
/// ```
///
/// Distance is that of optimal string alignment: insertions, deletions, replacements and
/// swaps of neighbours each count one; a difference in case, or between `-` and `_`, counts nothing.
/// A candidate is near when the distance is at most a third of the longer name, and at least one is allowed.
/// Of candidates equally near, the first wins. A name that extends a candidate, or that a
/// candidate extends (`resnet` for `resnet20`), is near as well if nothing else is.
///
/// Names of more than 256 bytes are near to nothing: nobody misspells them, and files that others wrote may hold longer ones.
///
/// Time: O(length² · candidates); meant for messages.
public func nearest(to name: String, in candidates: some Sequence<String>) -> String? {
    guard name.utf8.count <= longestName else { return nil }
    let wanted = folded(name)
    guard !wanted.isEmpty else { return nil }
    var best: (candidate: String, distance: Int)?
    var extended: String?
    for candidate in candidates where candidate.utf8.count <= longestName {
        let offered = folded(candidate)
        let limit = max(1, max(wanted.count, offered.count) / 3)
        if abs(wanted.count - offered.count) <= limit {
            let distance = alignmentDistance(wanted, offered)
            if distance <= limit, distance < min(best?.distance ?? .max, max(wanted.count, offered.count)) {
                best = (candidate, distance)
            }
        }
        if extended == nil, min(wanted.count, offered.count) >= 3,
            offered.starts(with: wanted) || wanted.starts(with: offered) {
            extended = candidate
        }
    }
    return best?.candidate ?? extended
}

private let longestName = 256

/// Characters without regard to case and to the choice of hyphen or underscore.
private func folded(_ name: String) -> [Character] {
    name.lowercased().map { $0 == "_" ? "-" : $0 }
}

/// Optimal string alignment distance (Damerau–Levenshtein without edits of a swapped pair).
private func alignmentDistance(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i] + [Int](repeating: 0, count: b.count)
        for j in 1...b.count {
            let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            row[j] = min(replaced, last[j] + 1, row[j - 1] + 1)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                row[j] = min(row[j], beforeLast[j - 2] + 1)
            }
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
