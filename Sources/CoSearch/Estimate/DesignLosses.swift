import FoundationEssentials

/// Losses of designs that were read one after the other, kept so that a stopped estimate goes on: a comment with what
/// they depend on, and a row for each.
public struct DesignLosses: Hashable, Sendable {
    /// SHA-256 of the checkpoint.
    public let checkpoint: String
    /// That they were read on, at most.
    public let images: Int
    /// Of the designs and of what crossbars drew.
    public let seed: UInt64
    /// Of the first designs.
    public var losses: [Double] = []

    /// None have been read yet.
    public init(checkpoint: String, images: Int, seed: UInt64) {
        self.checkpoint = checkpoint
        self.images = images
        self.seed = seed
    }

    /// Whether losses of one are losses of the other.
    public func isLike(_ other: DesignLosses) -> Bool {
        (checkpoint, images, seed) == (other.checkpoint, other.images, other.seed)
    }

    private static let sign = "# naxdse nas estimate"

    /// - Parameter designs: at least as many as there are losses.
    public func text(_ designs: [[Int]]) -> String {
        var text = "\(Self.sign), checkpoint \(checkpoint), images \(images), seed \(seed)\nloss,choices\n"
        for (loss, design) in zip(losses, designs) {
            text += "\(loss),\(design.map { "\($0)" }.joined(separator: " "))\n"
        }
        return text
    }

    /// What a file says; nil where there is none, or it is none of ours.
    public init?(reading path: String) {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        let facts = lines.first?.split(separator: ",").map { $0.split(separator: " ") } ?? []
        guard lines.count >= 2, facts.count == 4, lines[0].hasPrefix(Self.sign), facts[1].count == 2,
            facts[2].count == 2, facts[3].count == 2,
            let images = Int(facts[2][1]), let seed = UInt64(facts[3][1])
        else { return nil }
        self.init(checkpoint: String(facts[1][1]), images: images, seed: seed)
        for line in lines.dropFirst(2) {
            guard let comma = line.firstIndex(of: ","), let loss = Double(line[..<comma]) else { return nil }
            losses.append(loss)
        }
    }
}
