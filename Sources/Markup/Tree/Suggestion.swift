import Registration

/// "did you mean 'x'?" for a near miss, else all the words.
public func suggestion(for text: String, among words: [String]) -> String {
    if let near = nearest(to: text, in: words) { return "did you mean '\(near)'?" }
    if words.count == 1 { return "'\(words[0])' is the only choice" }
    return words.isEmpty
        ? "there is nothing to choose from" : "choose one of " + words.map { "'\($0)'" }.joined(separator: ", ")
}
