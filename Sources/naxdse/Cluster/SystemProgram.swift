#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Search

/// A program of the system, run to its end; its standard error is this process's.
struct SystemProgram {
    var status: Int32
    var output: String

    /// - Throws: where it cannot be started.
    init(_ program: String, _ arguments: [String]) throws(InputError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw InputError("no pipe can be made: \(String(cString: strerror(errno)))", hint: "close other programs") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        let (code, process) = spawn(program, [program] + arguments, input: nothing, output: ends[1])
        close(nothing)
        close(ends[1])
        guard code == 0 else {
            throw InputError(
                "\(program) cannot be started: \(String(cString: strerror(code)))",
                hint: "run this where Slurm is installed, or write the script with --dry-run")
        }
        var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(ends[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        self.status = status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
        output = String(decoding: bytes, as: UTF8.self)
    }
}
