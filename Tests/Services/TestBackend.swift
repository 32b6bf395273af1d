import Tensors

/// The backend for tests that train.
public enum TestBackend {
    private static let opened: Result<Backend, BackendError> = {
        do throws(BackendError) { return .success(try Backend.open()) } catch { return .failure(error) }
    }()

    /// Whether there is one. One that is there and cannot be opened is not skipped: its tests fail.
    public static let isWanted: Bool = {
        if case .failure(let error) = opened, error.problem.hasPrefix("training needs the library") {
            false
        } else {
            true
        }
    }()

    /// Why its tests are skipped where there is none.
    public static let reason = "the backend is not built: Scripts/build-torch-backend builds it"

    /// A backend whose random generators no other test draws from.
    public static func open() throws -> Backend { try Backend.open(opened.get().path) }
}
