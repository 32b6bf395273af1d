import System

/// The path from the root, so that a study finds its files from any folder; as it is where it leads to nothing.
package func absolute(_ path: String) -> String { realPath(path) ?? path }

/// The path of a file from the root, through its real folder; a link stays one, so that what is relative to the file is
/// relative to where the link stands.
package func located(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return absolute(".") + "/" + path }
    let folder = absolute(slash == path.startIndex ? "/" : String(path[..<slash]))
    return (folder == "/" ? "" : folder) + path[slash...]
}
