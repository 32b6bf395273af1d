/// What decides a study's numbers, by what its inputs mean rather than by their bytes: a comment, a space or a file's
/// place changes nothing of it.
///
/// A study keeps it, so that it can say what changed in its inputs, goes on where nothing did, and writes any of its
/// designs when the files are long gone.
public struct StudyMeaning: Hashable, Sendable, Codable {
    /// An input whose text is kept.
    public enum Role: String, Hashable, Sendable, CaseIterable { case search, network, hardware, mapping }

    /// The version of the cost model that the numbers come from.
    public var costModel: Int
    /// By roles, each as one XML file that reads as the input did: what it includes in place, without comments.
    public var texts: [String: String]
    /// SHA-256 of what is kept by its bytes alone, by what it is: "weights", "images".
    public var digests: [String: String]

    /// - Parameter digests: SHA-256 in hexadecimal, by what it is of.
    public init(costModel: Int, texts: [Role: String], digests: [String: String] = [:]) {
        self.costModel = costModel
        self.texts = Dictionary(uniqueKeysWithValues: texts.map { ($0.rawValue, $1) })
        self.digests = digests
    }

    /// The kept text of an input; nil where the study has no such input.
    public subscript(_ role: Role) -> String? { texts[role.rawValue] }
}
