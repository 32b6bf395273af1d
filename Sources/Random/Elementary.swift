import RealModule

// Under names of their own, so that strategies and others need no library for a logarithm.

/// ln x.
public func logarithm(_ x: Double) -> Double { Double.log(x) }
/// eˣ.
public func exponential(_ x: Double) -> Double { Double.exp(x) }
/// cos x, x in radians.
public func cosine(_ x: Double) -> Double { Double.cos(x) }
/// xʸ.
public func power(_ x: Double, _ y: Double) -> Double { Double.pow(x, y) }
/// arctan x, in radians.
public func arctangent(_ x: Double) -> Double { Double.atan(x) }
/// erf x.
public func errorFunction(_ x: Double) -> Double { Double.erf(x) }
