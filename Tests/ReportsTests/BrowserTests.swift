import Foundation
import Testing

@testable import Reports

/// Headless Chromium where it is installed.
enum Browser {
    static let path = ["chromium", "chromium-browser", "google-chrome"].flatMap { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    }.first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Runs it on a page; gives its output, or the picture that it took.
    ///
    /// - Parameter around: a page that shows "page.html", to be opened in its place.
    static func run(_ page: String, _ arguments: [String], picture: Bool = false, around: String? = nil) throws -> Data
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, image) = (folder.appending(path: "page.html"), folder.appending(path: "page.png"))
        try Data(page.utf8).write(to: file)
        let frame = folder.appending(path: "frame.html")
        if let around { try Data(around.utf8).write(to: frame) }
        let process = Process()
        process.executableURL = URL(filePath: try #require(path))
        process.arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--user-data-dir=\(folder.path)/profile",
            ] + arguments
            + (picture ? ["--screenshot=\(image.path)"] : ["--dump-dom"]) + [
                (around == nil ? file : frame).absoluteString
            ]
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
        #expect(
            dom.contains("<span role=\"button\" tabindex=\"0\">energy") && dom.contains("id=\"tip\"")
                && dom.contains("tabindex=\"0\" "))
    }

    /// Up, down, and as it was; numbers as numbers, names with numbers by these, and what is nothing last.
    @Test func headingsSortTheirColumns() throws {
        let table = Table(
            columns: [.init("trial", .leading), .init("energy", unit: "J", .decimal)],
            rows: [
                [.init("trial 10"), .init("-9.4e-05")], [.init("trial 9"), .init("12.5", note: "0.64×", isBest: true)],
                [.init("trial 100"), .init("–")], [.init("trial 1"), .init("-3.5")], [.init("trial 2"), .init("100")],
            ])
        let script = """
            var result=[];document.getElementById('f').onload=function(){var page=this.contentDocument;
            var table=page.querySelector('table');var read=function(){return Array.from(table.tBodies[0].rows).map(function(r){return r.cells[0].textContent.replace('trial ','');}).join(' ');};
            [0,0,0,1,1,1].forEach(function(column){var head=table.tHead.rows[0].cells[column];var button=head.querySelector('[role=button]');if(column)button.click();else button.dispatchEvent(new button.ownerDocument.defaultView.KeyboardEvent('keydown',{key:'Enter',bubbles:true}));
            result.push(read()+' '+(head.getAttribute('aria-sort')||'none'));});
            document.getElementById('o').textContent=result.join('; ')+'.';};
            """
        let frame =
            "<!DOCTYPE html><title>f</title><iframe id=\"f\" src=\"page.html\"></iframe><pre id=\"o\"></pre><script>\(script)</script>"
        let sections = [HTML.tag("header", [:], .tag("h1", [:], "t")), table.html(caption: "c")]
        let dom = String(
            decoding: try Browser.run(
                Page(title: "t", sections: sections).text,
                ["--allow-file-access-from-files", "--virtual-time-budget=10000"], around: frame), as: UTF8.self)
        let words = dom.split(separator: "<pre id=\"o\">").last?.split(separator: "</pre>").first.map(String.init) ?? ""
        #expect(
            words == "1 2 9 10 100 ascending; 100 10 9 2 1 descending; 10 9 100 1 2 none; "
                + "1 10 9 2 100 ascending; 2 9 10 1 100 descending; 10 9 100 1 2 none.")
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

    /// 44 designs of 39 choices each, which took 12 pages when each had all its choices in words: the drawings take
    /// some, the designs two at most, and no heading stands alone at the foot of a page.
    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext"),
            "pdftotext (poppler-utils) is not installed"))
    func aStudyIsPrintedOnFewPages() throws {
        let report = PageTests.front(designs: 44, layers: 20)
        let file = FileManager.default.temporaryDirectory.appending(path: "naxdse-\(UUID().uuidString).pdf")
        defer { try? FileManager.default.removeItem(at: file) }
        _ = try Browser.run(Page(report).text, ["--no-pdf-header-footer", "--print-to-pdf=\(file.path)"])
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/pdftotext")
        process.arguments = ["-layout", file.path, "-"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let pages = text.split(separator: "\u{0C}")
        #expect((2...6).contains(pages.count), "\(pages.count)")
        #expect(pages.count { $0.contains("trial 4") && $0.contains("16 ") && $0.contains("–") } <= 2)
        for page in pages {
            let last = page.split(separator: "\n").last { $0.contains { !$0.isWhitespace } } ?? ""
            #expect(!["Designs", "Along the network", "Pareto front", "Provenance"].contains(last.trimmed), "\(last)")
        }
    }

    @Test func lightAndDarkAreDifferentPicturesOfTheWantedSize() throws {
        let text = try bench.page("nax-heterogeneous").text
        func size(_ png: Data) -> [Int] {
            [16, 20].map { start in png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        }
        let light = try Browser.run(text, ["--window-size=1180,900"], picture: true)
        let dark = try Browser.run(
            text, ["--window-size=1180,900", "--blink-settings=preferredColorScheme=0"], picture: true)
        #expect(size(light) == [1180, 900] && size(dark) == [1180, 900])
        #expect(light != dark && light.count > 20_000 && dark.count > 20_000, "neither is blank")
    }

    /// On a telephone and on a desk: nothing is cut, no letters lie on others, and every drawing tells its values by
    /// keyboard.
    @Test(arguments: SamplePage.allCases, [400, 1180])
    func everyPageIsReadableAtEveryWidthAndByKeyboard(_ kind: SamplePage, _ width: Int) throws {
        let frame = """
            <!DOCTYPE html><title>frame</title><iframe id="f" style="border:0;width:\(width)px;height:900px" src="page.html"></iframe><pre id="o">not loaded</pre><script>
            document.getElementById('f').onload=function(){
            var view=this.contentWindow,page=this.contentDocument,found=[],drawings=0,texts=0;
            var wide=page.documentElement.scrollWidth;if(wide>\(width))found.push('the page is '+wide+' wide');
            page.querySelectorAll('figure > svg').forEach(function(drawing){drawings++;
            var letters=Array.from(drawing.querySelectorAll('text')).filter(function(t){return view.getComputedStyle(t).display!=='none';})
            .map(function(t){return{words:t.textContent,box:t.getBoundingClientRect()};});texts+=letters.length;
            letters.forEach(function(a,i){
            if(a.box.left < -1||a.box.right>\(width)+1)found.push('"'+a.words+'" is cut');
            letters.slice(i+1).forEach(function(b){
            var x=Math.min(a.box.right,b.box.right)-Math.max(a.box.left,b.box.left),y=Math.min(a.box.bottom,b.box.bottom)-Math.max(a.box.top,b.box.top);
            if(x>1&&y>3)found.push('"'+a.words+'" and "'+b.words+'" overlap');});});
            if(!drawing.querySelector('[data-item]'))return;
            drawing.focus();drawing.dispatchEvent(new view.KeyboardEvent('keydown',{key:'ArrowRight',bubbles:true}));
            var tip=page.getElementById('tip');
            if(drawing.getAttribute('tabindex')!=='0'||!tip||tip.style.visibility!=='visible'||!tip.textContent)found.push('a drawing tells nothing by keyboard');});
            document.getElementById('o').textContent=drawings+' drawings, '+texts+' texts, '+found.length+' faults: '+found.join('; ')+'.';};
            </script>
            """
        // Names as long as paths are.
        let text = try kind.page(bench, name: "/home/someone/designs/heterogeneous-64-and-128").text
        let arguments = ["--allow-file-access-from-files", "--virtual-time-budget=10000"]
        let dom = String(decoding: try Browser.run(text, arguments, around: frame), as: UTF8.self)
        let words = dom.split(separator: "<pre id=\"o\">").last?.split(separator: "</pre>").first.map(String.init) ?? ""
        #expect(words.hasSuffix(" texts, 0 faults: ."), "\(words)")
        // Tables alone tell differences and accuracies.
        #expect(words.hasPrefix("0 drawings") == (kind == .diff || kind == .accuracy), "\(words)")
    }
}

extension Substring {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
