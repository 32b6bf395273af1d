#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// The C library's functions under names of their own, so that one file decides where they come from,
// for strategies too: none of them needs Foundation for a logarithm.

/// ln x.
public func logarithm(_ x: Double) -> Double { log(x) }
/// eˣ.
public func exponential(_ x: Double) -> Double { exp(x) }
/// cos x, x in radians.
public func cosine(_ x: Double) -> Double { cos(x) }
/// xʸ.
public func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
/// arctan x, in radians.
public func arctangent(_ x: Double) -> Double { atan(x) }
/// erf x.
public func errorFunction(_ x: Double) -> Double { erf(x) }
