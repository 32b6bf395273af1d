import ArgumentParser
import Workbench

/// - Parameter name: what `--name` calls a design's network, mapping and hardware; nil where it is left out.
/// - Throws: where no file of ours can have that name.
func checkDesignName(_ name: String?) throws {
    guard let name, !isIdentifier(name) else { return }
    throw ValidationError("--name is '\(name)'; use letters, digits, '_', '.' and '-', a letter or '_' first")
}
