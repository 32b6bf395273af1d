import Hardware
import Markup
import Quantities

/// What to know of an attribute of the whole chip that is varied.
///
/// - Parameters:
///   - path: as `AttributePath` writes it.
///   - document: the hardware in which it is varied.
/// - Returns: nil for one of which there is nothing to know.
package func noteOnVarying(_ path: String, in document: Document, _ reader: ArchitectureReader) -> String? {
    switch path {
    case "hardware/@technology", "@technology": noteOnNode(path, in: document, reader)
    case "hardware/@clock", "@clock":
        "\(path) changes no figure: the time of an action says how long a part takes; vary that"
    default: nil
    }
}

/// Which parts on the chip follow its node, found by reading it at another.
private func noteOnNode(_ path: String, in document: Document, _ reader: ArchitectureReader) -> String? {
    guard let given = try? reader.read(document: document) else { return nil }
    let other = given.technology > Length(40, .nano) ? "32 nm" : "45 nm"
    guard let moved = try? reader.read(document: document.setting(path: path, value: other)) else { return nil }
    let before = given.placedComponents, after = moved.placedComponents
    let still = zip(before, after).filter { $0.hasFigures(of: $1) }.map(\.0.id)
    if still.count == before.count {
        return
            "\(path) changes the area of cells without an area of their own, and nothing else: figures of parts do not follow the chip's node; "
            + "let them: technology=\"chip\" at the include of a library that states its own, or figures-technology=\"…\" at <hardware>"
    }
    var words: [String] = []
    if !still.isEmpty { words.append("figures of \(still.joined(separator: ", ")) stay as they stand") }
    let arrays = zip(given.crossbars, moved.crossbars).filter { $0.readEnergyPerCell == $1.readEnergyPerCell }.map(
        \.0.id)
    if !arrays.isEmpty {
        words.append(
            "reads of \(arrays.joined(separator: ", ")) keep their energy and time, which are the device's; their area follows"
        )
    }
    return words.isEmpty
        ? nil : "\(path) takes parts to other nodes by their class, but \(words.joined(separator: "; "))"
}

extension Architecture {
    /// The components that stand on the chip, each once, in the order of the hierarchy.
    package var placedComponents: [Component] {
        var seen: Set<String> = []
        var result: [Component] = []
        func visit(_ level: Level) {
            let parts = level.parts.map(\.component) + level.crossbars.flatMap { crossbars[$0.kind].components }
            for part in parts where seen.insert(part.id).inserted { result.append(part) }
            level.levels.forEach(visit)
        }
        visit(root)
        return result
    }
}

extension Component {
    /// Whether the two cost the same.
    fileprivate func hasFigures(of other: Component) -> Bool {
        actions == other.actions && area == other.area && leakage == other.leakage
    }
}
