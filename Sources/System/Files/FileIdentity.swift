import Glibc

/// Which file a path leads to: equal for two paths of one file.
public struct FileIdentity: Hashable, Sendable {
    private let device: dev_t
    private let number: ino_t

    /// Nil where the path leads to none.
    public init?(_ path: String) {
        var status = stat()
        guard !path.utf8.contains(0), withPath(path, { stat($0, &status) }) == 0 else { return nil }
        (device, number) = (status.st_dev, status.st_ino)
    }
}
