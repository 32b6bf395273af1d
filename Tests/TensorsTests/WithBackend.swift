import Services
import Testing

@testable import Tensors

/// Everything that needs the library: one after the other, since each keeps cores busy by itself.
@Suite(.serialized, .enabled(if: TestBackend.isWanted, Comment(rawValue: TestBackend.reason)))
struct WithBackend {}

/// Whether two arrays agree within a tolerance, relative to the larger of 1 and the value.
func isClose(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
}
