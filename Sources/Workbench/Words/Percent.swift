import Reports

/// "81.25 %"
package func percent(_ share: Double) -> String { "\((share * 100).text(significant: 4)) %" }
