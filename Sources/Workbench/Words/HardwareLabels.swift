import Hardware
import Markup

/// What architectures are called in tables, figures, pages and JSON: by the names in their files; where two of them have
/// the same name, by what the user called them; then by numbers.
package func hardwareLabels(_ hardware: [(argument: String, name: String)]) -> [String] {
    let clear = hardware.map { one in
        hardware.count { $0.name == one.name } == 1 ? one.name : one.argument
    }
    return clear.enumerated().map { index, label in
        let earlier = clear[..<index].count { $0 == label }
        return earlier == 0 ? label : "\(label) (\(earlier + 1))"
    }
}

extension Document {
    /// The name in a hardware file, or else what the user called it.
    package func hardwareName(calledBy argument: String) -> String { root.attribute("name")?.value ?? argument }
}
