#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif
import Search
import System

/// A program that knows figures of components: it reads requests as JSON lines, and answers each with one.
struct Provider {
    private let command: String
    /// Seconds without an answer after which it is given up.
    private let patience: Int32

    init(_ command: String, patience: Int32 = 600) {
        self.command = command
        self.patience = patience
    }

    /// The answers, in the order of the requests.
    ///
    /// - Throws: `InputError` where the program cannot be started, does not answer each, or says that something is wrong.
    func answers(to requests: [ProviderRequest]) throws -> [String: ProviderAnswer] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var text: [UInt8] = []
        for request in requests { text += try [UInt8](encoder.encode(request)) + [UInt8(ascii: "\n")] }
        let lines = try lines(answering: text, count: requests.count)
        var result: [String: ProviderAnswer] = [:]
        for (request, line) in zip(requests, lines) {
            let shown = String(decoding: line.prefix(200), as: UTF8.self)
            guard let answer = try? JSONDecoder().decode(ProviderAnswer.self, from: Data(line)), answer.id == request.id
            else {
                throw InputError(
                    "provider '\(command)' wrote '\(shown)' where the figures of '\(request.id)' were asked for",
                    hint: "let it answer each line with one JSON object that has its id, in their order")
            }
            if let error = answer.error {
                throw InputError(
                    "\(request.location): provider '\(command)' of '\(request.id)': \(error)",
                    hint: "change the component, or its model")
            }
            try answer.check(for: request, command)
            result[request.id] = answer
        }
        return result
    }

    private func lines(answering text: [UInt8], count: Int) throws -> [[UInt8]] {
        // From a file, so that a program that answers late, or not at all, blocks nothing.
        var path = Array("/tmp/naxdse-requests-XXXXXX".utf8CString)
        let input = mkstemp(&path)
        guard input >= 0 else {
            throw InputError(
                "no temporary file can be made: \(String(cString: strerror(errno)))", hint: "make room in /tmp")
        }
        unlink(path)
        _ = fcntl(input, F_SETFD, FD_CLOEXEC)
        defer { close(input) }
        var written = 0
        while written < text.count {
            let step = text[written...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            guard step > 0 else {
                throw InputError(
                    "the requests cannot be written: \(String(cString: strerror(errno)))", hint: "make room in /tmp")
            }
            written += step
        }
        lseek(input, 0, SEEK_SET)
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw InputError("no pipe can be made: \(String(cString: strerror(errno)))", hint: "close other programs")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let words = PathKind(command) == .file ? [command] : command.split(separator: " ").map(String.init)
        guard let program = words.first else { throw InputError("--provider is empty", hint: "name a program") }
        let (code, process) = spawn(program, words, input: input, output: ends[1])
        close(ends[1])
        guard code == 0 else {
            throw InputError(
                "\(program) cannot be started: \(String(cString: strerror(code)))",
                hint: "check its path, and that it may be executed")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        var isPatient = true
        while true {
            var waiting = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, patience * 1000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else {
                isPatient = false
                kill(process, SIGKILL)
                break
            }
            let count = read(ends[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0, bytes.count < 1 << 28 else { break }
            bytes += buffer[..<count]
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard isPatient else {
            throw InputError(
                "provider '\(command)' was silent for \(patience) s",
                hint: "let it read lines until its input ends, and answer each")
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
        guard lines.count == count else {
            let ended = status & 0x7F == 0 ? "with exit code \(status >> 8 & 0xFF)" : "by signal \(status & 0x7F)"
            throw InputError(
                "provider '\(command)' answered \(lines.count) of \(count) requests, and ended \(ended)",
                hint:
                    "let it answer each line that it reads with one on standard output; messages for people go to standard error"
            )
        }
        return lines
    }
}
