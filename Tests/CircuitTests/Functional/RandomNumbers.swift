extension Seeded {
    /// 0 ..< bound
    mutating func below(_ bound: Int) -> Int { min(bound - 1, Int(next() * Double(bound))) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Nearly normal: the sum of twelve evenly spread numbers, less 6.
    mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + next() } }
}
