import Foundation
import Testing

/// The password of a database is in no message, no script, and not where everybody on the machine reads it.
@Suite struct PasswordTests {
    /// URLs of a server that is not there, in all forms in which libpq takes a password, and in some that it takes for
    /// something else.
    private static let urls = [
        "postgresql://me:hunter2@localhost:1/studies", "postgres://me:hunter2@localhost:1/studies",
        "postgresql://localhost:1/studies?password=hunter2",
        "postgresql://localhost:1?password=a/hunter2", "postgresql://localhost:1?pass%77ord=hunter2&user=me",
        "postgresql://me:%68unter2@localhost:1/studies",
        "postgresql://localhost:1/studies?password=hunter2@x", "postgresql://me:x/hunter2@localhost:1/studies",
        "postgresql://me:x@hunter2@localhost:1/studies",
        "postgresql://localhost:1/studies?user=me&password=x&hunter2", "postgresql://me:1/hunter2@localhost/studies",
        "postgresql://localhost:1?password=x@hunter2",
    ]

    @Test(arguments: urls) func isInNoMessage(url: String) throws {
        try withTemporaryFolder { folder in
            for arguments in [
                ["search", "list", "--patience", "1", "--storage", url],
                ["search", "list", "--patience", "1", "--storage=\(url)"],
                ["worker", "--patience", "1", "--study", url], ["search", "list", url],
                ["search", "list", "--storge", url], ["search", "run", url],
                ["search", "list", "--storage", "a.sqlite", "--patience=\(url)"],
                ["submit", "--slurm", "--dry-run", "--study", url], ["show", url], [url],
            ] {
                let tool = try Tool.run(arguments, in: folder)
                #expect(tool.status != 0 && !tool.errors.isEmpty, "\(arguments)")
                let said = tool.output + tool.errors
                #expect(!said.contains("hunter2") && !said.contains("68unter2"), "\(arguments): \(said)")
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "nor in the name of a file")
        }
    }

    @Test(arguments: urls.prefix(3)) func isNotInTheListOfProcesses(url: String) throws {
        try withTemporaryFolder { folder in
            let process = try Tool.start(["search", "list", "--patience", "20", "--storage", url], in: folder)
            defer { process.terminate() }
            var line = ""
            for _ in 0..<500 {
                let bytes = try Data(contentsOf: URL(filePath: "/proc/\(process.processIdentifier)/cmdline"))
                line = String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
                if line.contains("naxdse"), !line.contains("hunter2") { break }
                usleep(20_000)
            }
            #expect(
                line.contains("--storage postgres") && line.contains("localhost:1/studies")
                    && !line.contains("hunter2"), "\(line)")
        }
    }
}
