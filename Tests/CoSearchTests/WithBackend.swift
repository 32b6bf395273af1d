import Services
import Tensors
import Testing

/// Everything that trains: one after the other, since each keeps cores busy by itself.
@Suite(.serialized, .enabled(if: TestBackend.isWanted, Comment(rawValue: TestBackend.reason)))
struct WithBackend {}
