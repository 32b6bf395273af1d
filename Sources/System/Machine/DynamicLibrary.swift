import Glibc

/// A library that is opened while the program runs, so that whoever does not need it can do without.
///
/// ```swift
/// guard let library = DynamicLibrary(anyOf: ["libpq.so.5", "libpq.so"]), let ping: Ping = library.function("PQpingParams") else { … }
/// ```
///
/// It stays open as long as the process runs.
public struct DynamicLibrary: @unchecked Sendable {
    // Unchecked: the handle is only ever handed to dlsym, which may be called from any thread.
    private let handle: UnsafeMutableRawPointer

    /// Opens a file. A name without a slash is looked for in the system's folders.
    /// - Throws: ``Problem`` with what the loader says.
    public init(_ path: String) throws(Problem) {
        guard let handle = withPath(path, { dlopen($0, RTLD_NOW | RTLD_LOCAL) }) else {
            throw Problem(reason: dlerror().map { String(cString: $0) } ?? "no reason given")
        }
        self.handle = handle
    }

    /// The first of several names that can be opened; nil where none can.
    public init?(anyOf names: [String]) {
        for name in names {
            if let library = try? DynamicLibrary(name) {
                self = library
                return
            }
        }
        return nil
    }

    /// The function of a name; nil where there is none.
    /// - Parameter type: a `@convention(c)` function type. That it is the function's own is the caller's to know.
    public func function<F>(_ name: String, as type: F.Type = F.self) -> F? {
        dlsym(handle, name).map { unsafeBitCast($0, to: F.self) }
    }

    /// What the loader says.
    public struct Problem: Error, Hashable, Sendable {
        /// In the loader's words, for people.
        public var reason: String
    }
}
