/// Kendall's τ-b (Biometrika 33, 1945): how alike two orders of the same things are, from −1 to 1; ties count for
/// neither.
///
/// O(n²).
/// - Returns: nil where all of one side are equal, or there are fewer than two.
/// - Precondition: there are as many of both.
public func kendallTau(_ a: [Double], _ b: [Double]) -> Double? {
    precondition(a.count == b.count, "two numbers for each")
    var agreeing = 0, differing = 0, tiedFirst = 0, tiedSecond = 0
    for i in a.indices {
        for j in 0..<i {
            let first = a[i] - a[j], second = b[i] - b[j]
            switch (first == 0, second == 0) {
            case (true, true): continue
            case (true, false): tiedFirst += 1
            case (false, true): tiedSecond += 1
            case (false, false): if (first > 0) == (second > 0) { agreeing += 1 } else { differing += 1 }
            }
        }
    }
    let product = Double(agreeing + differing + tiedFirst) * Double(agreeing + differing + tiedSecond)
    return product == 0 ? nil : Double(agreeing - differing) / product.squareRoot()
}
