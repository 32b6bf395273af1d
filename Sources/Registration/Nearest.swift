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
/// Names of more than 256 bytes are near to nothing: nobody misspells them, and files that others wrote may hold longer
/// ones.
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
        let longer = max(wanted.count, offered.count)
        // What is as far as the best so far, or as changing everything, is of no use either.
        let limit = min(max(1, longer / 3), min(best?.distance ?? .max, longer) - 1)
        if abs(wanted.count - offered.count) <= limit, let distance = alignmentDistance(wanted, offered, atMost: limit)
        {
            best = (candidate, distance)
        }
        if extended == nil, min(wanted.count, offered.count) >= 3,
            offered.starts(with: wanted) || wanted.starts(with: offered)
        {
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

/// Optimal string alignment distance (Damerau–Levenshtein without edits of a swapped pair); nil where it is above the
/// limit, which is noticed as soon as two rows in a row are.
private func alignmentDistance(_ a: [Character], _ b: [Character], atMost limit: Int) -> Int? {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) <= limit ? max(a.count, b.count) : nil }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    var wasAbove = false
    for i in 1...a.count {
        var row = [i] + [Int](repeating: 0, count: b.count)
        var least = i
        for j in 1...b.count {
            let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            row[j] = min(replaced, last[j] + 1, row[j - 1] + 1)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                row[j] = min(row[j], beforeLast[j - 2] + 1)
            }
            least = min(least, row[j])
        }
        // A swap reaches back over two rows, and nothing further.
        if least > limit, wasAbove { return nil }
        wasAbove = least > limit
        (beforeLast, last) = (last, row)
    }
    return last[b.count] <= limit ? last[b.count] : nil
}
