import Services
import Tensors
import Testing

/// Everything that trains: one after the other, since the random generator is the process's.
@Suite(.serialized, .enabled(if: TestBackend.isWanted, Comment(rawValue: TestBackend.reason)))
struct WithBackend {}
