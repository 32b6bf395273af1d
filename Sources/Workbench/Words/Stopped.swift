/// Work that its user stopped, with Ctrl-C or SIGTERM: no error.
package struct Stopped: Error, Hashable, CustomStringConvertible {
    /// How far it had come.
    package let message: String
    /// How to go on.
    package let next: String
    /// Whether what it had done is kept, so that nothing has to be done again.
    package let isKept: Bool

    package init(_ message: String, next: String, isKept: Bool) {
        self.message = message
        self.next = next
        self.isKept = isKept
    }

    package var description: String { "\(message); \(next)" }
}
