import Tensors
import Testing

/// Everything that trains: one after the other, since the random generator is the process's.
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
