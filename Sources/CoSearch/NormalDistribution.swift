#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Search

/// The standard normal distribution: P(N ≤ z). The complementary error function keeps small tails exact.
func normalDistribution(_ z: Double) -> Double { 0.5 * erfc(-z * 0.5.squareRoot()) }

/// The standard normal density.
func normalDensity(_ z: Double) -> Double { exponential(-0.5 * z * z) * 0.3989422804014327 }
