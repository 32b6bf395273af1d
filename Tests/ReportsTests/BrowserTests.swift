import Foundation
import Markup
import Reports
import Testing

/// Headless Chromium where it is installed.
enum Browser {
    static let path = ["chromium", "chromium-browser", "google-chrome"].flatMap { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Runs it on a page; gives its output, or the picture that it took.
    static func run(_ page: String, _ arguments: [String], picture: Bool = false) throws -> Data {
        let folder = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, image) = (folder.appending(path: "page.html"), folder.appending(path: "page.png"))
        try Data(page.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: try #require(path))
        process.arguments =
            ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir=\(folder.path)/profile"] + arguments
            + (picture ? ["--screenshot=\(image.path)"] : ["--dump-dom"]) + [file.absoluteString]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return picture ? try Data(contentsOf: image) : data
    }
}

@Suite(.enabled(if: Browser.path != nil, "needs Chromium, which is not installed"), .serialized)
struct BrowserTests {
    let bench: PageBench

    init() throws { bench = try PageBench() }

    @Test func theScriptRunsUnderItsPolicyAndMakesTablesSortable() throws {
        let dom = String(decoding: try Browser.run(bench.page("puma").text, []), as: UTF8.self)
        #expect(dom.contains("<button type=\"button\">energy") && dom.contains("id=\"tip\"") && dom.contains("tabindex=\"0\" "))
    }

    @Test func aScriptThatANameBringsDoesNotRun() throws {
        let attack = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
        let text = try bench.page("puma") { $0.hardware = attack }.text
        #expect(!String(decoding: try Browser.run(text, []), as: UTF8.self).contains("<title>taken</title>"))
        // Even markup that got into the page would not run: the policy knows one script.
        let broken = text.replacingOccurrences(of: "<main>", with: "<main><script>document.title='taken'</script>")
        #expect(broken != text)
        #expect(!String(decoding: try Browser.run(broken, []), as: UTF8.self).contains("<title>taken</title>"))
    }

    @Test func lightAndDarkAreDifferentPicturesOfTheWantedSize() throws {
        let text = try bench.page("nax-heterogeneous").text
        func size(_ png: Data) -> [Int] { [16, 20].map { start in png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } } }
        let light = try Browser.run(text, ["--window-size=1180,900"], picture: true)
        let dark = try Browser.run(text, ["--window-size=1180,900", "--blink-settings=preferredColorScheme=0"], picture: true)
        #expect(size(light) == [1180, 900] && size(dark) == [1180, 900])
        #expect(light != dark && light.count > 20_000 && dark.count > 20_000, "neither is blank")
    }
}
