import Glibc

/// Whether a descriptor leads to a terminal, and so to a person.
public func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

/// How many columns a terminal says it has; nil where it is none, or does not say.
public func terminalColumns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
}

/// Reads some bytes of standard input, waiting for the first of them; none at its end.
public func readStandardInput(into buffer: inout [UInt8]) -> Int {
    buffer.withUnsafeMutableBytes { bytes in
        var count = 0
        repeat { count = read(0, bytes.baseAddress, bytes.count) } while count < 0 && errno == EINTR
        return max(0, count)
    }
}
