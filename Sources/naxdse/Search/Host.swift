#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif
import System

/// Cores that this process may use.
var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// The path from the root, so that a study finds its files from any folder; as it is where it leads to nothing.
func absolute(_ path: String) -> String { realPath(path) ?? path }
