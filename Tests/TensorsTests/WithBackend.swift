import Testing

@testable import Tensors

/// Everything that needs the library: one after the other, since the random generator is the process's.
@Suite(
    .serialized,
    .enabled("the backend is not built: Scripts/build-torch-backend builds it") { TestBackend.isWanted })
struct WithBackend {}

enum TestBackend {
    private static let opened: Result<Backend, BackendError> = {
        do throws(BackendError) { return .success(try Backend.open()) } catch { return .failure(error) }
    }()

    /// Whether there is one. One that is there and cannot be opened is not skipped: its tests fail.
    static let isWanted: Bool = {
        if case .failure(let error) = opened, error.problem.hasPrefix("training needs the library") { false } else { true }
    }()

    static func open() throws -> Backend { try opened.get() }
}

/// Whether two arrays agree within a tolerance, relative to the larger of 1 and the value.
func isClose(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
}
