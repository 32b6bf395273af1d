#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The natural logarithm, by the C library.
func logarithm(_ x: Double) -> Double { log(x) }
