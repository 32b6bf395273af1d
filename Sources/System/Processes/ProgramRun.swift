import Glibc

/// A program that was run to its end, with what it wrote to standard output; its standard error is this process's.
///
/// ```swift
/// let run = try ProgramRun("sbatch", ["--parsable", path])
/// guard run.ending == .exit(code: 0) else { … }
/// ```
public struct ProgramRun: Sendable {
    /// How it ended: with an exit code, or by a signal.
    public var ending: ChildProcess.Ending
    /// What it wrote to standard output.
    public var output: [UInt8]
    /// Whether it was ended since it wrote more than ``longestOutput``.
    public var isTooLong = false
    /// Whether it was ended since it wrote nothing for too long.
    public var isTimedOut = false

    /// Bytes of output at most.
    public static let longestOutput = 1 << 28

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - program: a path, or a name that is looked for where the shell would look.
    ///   - arguments: without the program's name.
    ///   - input: what it reads on standard input.
    ///   - patience: seconds without output after which it is ended; nil to wait for ever.
    /// - Throws: where it cannot be started, or its input cannot be kept.
    public init(
        _ program: String, _ arguments: [String], input: [UInt8]? = nil, patience: Double? = nil
    ) throws(SystemError) {
        // From a file, so that a program that reads late, or not at all, blocks nothing.
        let file = try input.map { input throws(SystemError) in try Self.temporaryFile(holding: input) }
        defer { if let file { close(file) } }
        let (reading, child) = try Self.started(program, [program] + arguments, input: file)
        output = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            var waiting = pollfd(fd: reading.descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, patience.map { Int32(min($0 * 1000, 1e9)) } ?? -1)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else {
                isTimedOut = true
                child.kill()
                break
            }
            let count = read(reading.descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            guard output.count + count <= Self.longestOutput else {
                // It would wait for ever to write the rest.
                isTooLong = true
                child.kill()
                break
            }
            output += buffer[..<count]
        }
        // It may go on after it has closed its output.
        if let patience, !isTimedOut, !isTooLong, child.ending(within: patience) == nil {
            isTimedOut = true
            child.kill()
        }
        ending = child.wait()
    }

    /// The writing end is closed here once the program has it, so that reading ends with the program.
    private static func started(
        _ program: String, _ words: [String], input: Int32?
    ) throws(SystemError) -> (reading: PipeEnd, child: ChildProcess) {
        let (reading, writing) = try PipeEnd.pair()
        return (reading, try ChildProcess(program, words, input: input, output: writing.descriptor))
    }

    /// A descriptor of a file without a name, at its beginning.
    private static func temporaryFile(holding bytes: [UInt8]) throws(SystemError) -> Int32 {
        var path = Array("/tmp/naxdse-input-XXXXXX".utf8CString)
        let file = mkstemp(&path)
        guard file >= 0 else { throw .last }
        unlink(path)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        var written = 0
        while written < bytes.count {
            let step = bytes[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            guard step > 0 else {
                let error = SystemError.last
                close(file)
                throw error
            }
            written += step
        }
        lseek(file, 0, SEEK_SET)
        return file
    }
}
