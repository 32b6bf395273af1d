import CTensorsABI
import System

extension Backend {
    /// The environment variable that names the library's file.
    public static let environmentVariable = "NAXDSE_TORCH_BACKEND"
    static let fileName = "libnaxdse-torch.so"

    /// Opens the library: the file that `NAXDSE_TORCH_BACKEND` names; without it, the first that exists of
    /// `libnaxdse-torch.so` beside the executable, in `lib` beside the executable's folder, and in
    /// `Backends/Torch/build` of the folders around the executable and of the working directory.
    ///
    /// - Throws: when there is none, saying how to build it; and when there is one that cannot be used, saying why.
    public static func open() throws(BackendError) -> Backend {
        if let named = System.environmentVariable(environmentVariable), !named.isEmpty {
            do { return try open(named) } catch {
                throw BackendError("\(environmentVariable): \(error.problem)", hint: error.hint)
            }
        }
        guard let path = candidates(executable: executablePath, workingDirectory: realPath(".")).first(where: isThere)
        else {
            throw BackendError(
                "training needs the library \(fileName), which is neither beside the executable nor in Backends/Torch/build",
                hint:
                    "build it with Scripts/build-torch-backend (Debian's libtorch), or with Scripts/build-torch-backend --python "
                    + "for the torch of a Python environment (CUDA); or name the file in \(environmentVariable)")
        }
        return try open(path)
    }

    /// Opens the library of that path.
    ///
    /// - Throws: when it is no library, cannot be loaded, or has other functions than this program needs.
    public static func open(_ path: String) throws(BackendError) -> Backend {
        guard isThere(path) else {
            throw BackendError("there is no file '\(path)'", hint: "build it with Scripts/build-torch-backend")
        }
        // A name without a slash would be looked for in the system's folders.
        let file = path.contains("/") ? path : "./\(path)"
        let library: DynamicLibrary
        do { library = try DynamicLibrary(file) } catch {
            throw BackendError(
                "'\(path)' cannot be loaded: \(error.reason)",
                hint:
                    "libtorch has to be installed as it was when the library was built; Scripts/build-torch-backend builds it again"
            )
        }
        guard let function = library.function("naxdse_tensors_table", as: naxdse_tensors_table_function.self) else {
            throw BackendError("'\(path)' is not a backend of naxdse", hint: "Scripts/build-torch-backend builds one")
        }
        guard let table = function() else {
            throw BackendError("'\(path)' gives no functions", hint: "build it again with Scripts/build-torch-backend")
        }
        return try Backend(table: table, path: path)
    }

    /// Where the library may be, best first.
    static func candidates(executable: String?, workingDirectory: String?) -> [String] {
        var found: [String] = []
        if let executable {
            let around = folders(above: executable)
            if let folder = around.first { found.append("\(folder)/\(fileName)") }
            if around.count > 1 { found.append("\(around[1])/lib/\(fileName)") }
            found += around.map { "\($0)/Backends/Torch/build/\(fileName)" }
        }
        if let workingDirectory {
            found += ([workingDirectory] + folders(above: workingDirectory)).map {
                "\($0)/Backends/Torch/build/\(fileName)"
            }
        }
        return found
    }

    /// The folders that a path lies in, from the inside out, the root left out.
    private static func folders(above path: String) -> [String] {
        var parts = path.split(separator: "/")
        var result: [String] = []
        while parts.popLast() != nil, !parts.isEmpty { result.append("/" + parts.joined(separator: "/")) }
        return result
    }

    private static func isThere(_ path: String) -> Bool { PathKind(path) != nil }
}
