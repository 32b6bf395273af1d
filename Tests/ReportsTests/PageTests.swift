import Cost
import Diagnostics
import Foundation
import Quantities
import System
import Testing

@testable import Reports

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Pages of shipped hardware, read back as XML.
struct PageBench {
    let bench: Workbench

    init() throws { bench = try Workbench() }

    func page(_ hardware: String, change: (inout Evaluation) -> Void = { _ in }) throws -> Page {
        var evaluation = try bench.evaluate(bench.document(hardware))
        change(&evaluation)
        let crossbars = try bench.architecture(hardware).crossbars
        let provenance = Provenance(
            version: "0", inputs: [InputFile(path: "a & b/<c>.xml", sha256: String(repeating: "0f", count: 32))])
        return Page(evaluation, crossbars: crossbars, provenance: provenance)
    }
}

/// One page of each kind, with a name of the user's wherever a name can come from a file.
enum SamplePage: String, CaseIterable {
    case report, compare, front, diff, sweep, accuracy, training, trainings

    func page(_ bench: PageBench, name: String) throws -> Page {
        let provenance = Provenance(
            version: "0", inputs: [InputFile(path: "a & b/\(name).xml", sha256: String(repeating: "0f", count: 32))])
        switch self {
        case .report: return try bench.page("nax-heterogeneous") { rename(&$0, name) }
        case .compare:
            let results = try ["isaac", "nax-heterogeneous"].map { hardware in
                var evaluation = try bench.bench.evaluate(bench.bench.document(hardware))
                rename(&evaluation, name)
                return Comparison.Result(
                    hardware: "\(name) \(hardware)", evaluation: evaluation, provenance: provenance)
            }
            return Page(
                [Comparison(network: name, results: results, baseline: 0)],
                crossbars: ["\(name) isaac": try bench.bench.architecture("isaac").crossbars])
        case .front:
            let designs = (0..<12).map { design(name, $0) }
            return Page(
                FrontReport(
                    title: name, facts: [("space", name)], axes: [Axis(.energy), Axis(.delay), Axis(.area)], name: name,
                    designs: designs,
                    beside: [.init(name: name, values: [[0.004, 0.05, 30], [0.005, 0.03, 28]])],
                    progress: history(name), trials: trials, choices: choices(name),
                    importances: .init(
                        figures: [
                            .init(shares: [0.7, 0.2], explained: 0.9, trials: 300, isLogarithmic: true), nil,
                            .init(shares: [0.1, 0.3], explained: 0.4, trials: 300, isLogarithmic: false),
                        ], parameters: [name, "adc"]), provenance: provenance))
        case .diff:
            let before = try bench.bench.document("homogeneous-64")
            let after = try before.setting(path: "component[@id='adc-8b']/@resolution", value: "6")
                .setting(path: "level[@name='core']/@count", value: "4").setting(
                    path: "level[@name='core']/@name", value: name)
            let changes = DocumentChanges(from: before, to: after)
            let attribution = try Attribution(changes) { document throws(InvalidInput) in
                try bench.bench.evaluate(document)
            }
            return Page(changes, attribution, from: name, to: "\(name) 2", provenance: provenance)
        case .sweep:
            let document = try bench.bench.document("homogeneous-64").setting(
                path: "level[@name='core']/@name", value: name)
            let quote = name.contains("'") ? "\"" : "'"
            let sweep = try Sweep(
                of: document,
                over: [
                    SweepAxis("component[@id='adc-8b']/@resolution=5..7"),
                    SweepAxis("level[@name=\(quote)\(name)\(quote)]/@count=4,8"),
                ]
            ) { document throws(InvalidInput) in try bench.bench.evaluate(document) }
            return Page(
                sweep, figure: sweep.figure(title: name, subtitle: name), rankedBy: .edap, provenance: provenance)
        case .accuracy:
            let rows = [accuracy("floating point", 91), accuracy("crossbars, ideal cells", 90), accuracy(name, 84)]
            return Page(
                AccuracyReport(title: name, facts: [("data", name)], rows: rows, notes: [name], provenance: provenance))
        case .training: return Page([training(name, provenance, 0)], table: table(name))
        case .trainings: return Page((0..<5).map { training("\(name) \($0)", provenance, $0) }, table: table(name))
        }
    }

    private func design(_ name: String, _ index: Int) -> FrontReport.Design {
        let step = Double(index)
        let values: [Double] = [1e-4 * (20 + step), 1e-3 * (40 - 2 * step), 25 + 0.1 * step * step]
        let crossbars = (0..<20).map { FrontReport.Choice(name: "\(name) \($0)", value: $0 < index ? "x32" : name) }
        return FrontReport.Design(
            name: "\(name) \(index)", values: values,
            parameters: [.init(name: name, value: name), .init(name: "adc", value: "\(index % 3)")],
            layers: [.init(subject: "crossbar", choices: crossbars)])
    }

    private var trials: [FrontReport.TrialPoint] {
        (0..<300).map { number in
            let step = Double(number * 37 % 300) / 300
            return .init(
                number: number, values: [0.002 + 0.004 * step, 0.06 - 0.03 * step, 26 + 20 * step * step],
                isFeasible: number % 7 > 0)
        }
    }

    private func choices(_ name: String) -> FrontReport.ChosenValues {
        let kinds = [LineFigure.Tick(place: 0.25, label: "x32"), .init(place: 0.75, label: name)]
        let sizes = [LineFigure.Tick(place: 0, label: "0"), .init(place: 1, label: "2")]
        let designs = (0..<12).map { index -> [Double?] in
            [index < 5 ? 0.25 : 0.75, index % 4 == 0 ? nil : Double(index % 3) / 2]
        }
        let trials = (0..<300).map { index -> [Double?] in [index % 2 == 0 ? 0.25 : 0.75, Double(index % 3) / 2] }
        return FrontReport.ChosenValues(
            parameters: [.init(name: name, ticks: kinds, count: 2), .init(name: "adc", ticks: sizes, count: 3)],
            designs: designs, trials: trials)
    }

    private func accuracy(_ name: String, _ hits: Int) -> AccuracyReport.Row {
        let share = Double(hits) / 100
        return AccuracyReport.Row(
            name: name, accuracy: share, interval: share - 0.06...share + 0.05, hits: hits, images: 100)
    }

    func table(_ name: String) -> Table {
        Table(columns: [.init("run", .leading), .init("EDAP", unit: "J", .decimal)], rows: [[.init(name), "1"]])
    }

    private func history(_ name: String) -> LineFigure {
        let points = (1...60).map {
            LineFigure.Point(place: Double($0) / 60, value: 1 - 1 / Double($0 + 1), words: "epoch \($0)")
        }
        return LineFigure(
            title: name, axis: name, ticks: LineFigure.ticks(upTo: 60),
            panels: [.init(quantity: .share("accuracy"), curves: [points])], curves: [name])
    }

    func training(
        _ name: String, _ provenance: Provenance, _ index: Int, hasEDAP: Bool = true
    ) -> TrainingReport {
        let choices: [FrontReport.Choice] = (0..<20).map { layer in
            FrontReport.Choice(name: name, value: layer < 4 * index ? "3" : "7")
        }
        return TrainingReport(
            name: name, facts: [("state", name)], history: history(name), epochs: table(name), choices: choices,
            crossbars: choices, kernels: choices,
            accuracy: 0.8 + 0.01 * Double(index), edap: hasEDAP ? 1e-6 * Double(index + 1) : nil, provenance: provenance
        )
    }

    private func rename(_ evaluation: inout Evaluation, _ name: String) {
        func rename(_ node: inout BreakdownNode) {
            node.name = name
            for index in node.children.indices { rename(&node.children[index]) }
        }
        evaluation.hardware = name
        evaluation.network = name
        evaluation.mapping = name
        for index in evaluation.layers.indices { evaluation.layers[index].name = name + "\(index)" }
        evaluation.layers[0].bottleneck = name
        evaluation.levels[0].name = name
        evaluation.warnings = [.unknownLeakage(parts: [name])]
        rename(&evaluation.breakdown.byLevel)
        rename(&evaluation.breakdown.byComponent)
        rename(&evaluation.breakdown.byLayer)
    }
}

/// Elements of a page in order, with their attributes and text.
final class PageReader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var texts: [String: [String]] = [:]
    private var open: [(name: String, text: String)] = []

    init(_ page: String) throws {
        super.init()
        let parser = XMLParser(data: Data(page.utf8))
        parser.delegate = self
        try #require(
            parser.parse(), "well-formed: \(parser.parserError.map { "\($0) at line \(parser.lineNumber)" } ?? "")")
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append((name, attributes))
        open.append((name, ""))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        for index in open.indices { open[index].text += string }
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        let last = open.removeLast()
        texts[last.name, default: []].append(last.text)
    }

    func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }
}

@Suite struct PageTests {
    let bench: PageBench

    init() throws { bench = try PageBench() }

    /// Networks in floating point have no EDAP: no empty axes stand for that.
    @Test(arguments: [false, true]) func runsAreDrawnOverTheEDAPThatTheyHave(_ hasEDAP: Bool) {
        let sample = SamplePage.trainings, provenance = Provenance(version: "0", inputs: [])
        let runs = (0..<2).map { sample.training("run \($0)", provenance, $0, hasEDAP: hasEDAP) }
        #expect((runs.figure != nil) == hasEDAP)
        #expect(Page(runs, table: sample.table("runs")).text.contains("id=\"scatter") == hasEDAP)
    }

    @Test func onlyTheScriptOfThePageMayRun() throws {
        let page = try PageReader(try bench.page("puma").text)
        let policy = try #require(page.all("meta").first { $0["http-equiv"] == "Content-Security-Policy" }?["content"])
        #expect(policy.hasPrefix("default-src 'none';") && !policy.contains("unsafe"))
        for (element, directive) in [("script", "script-src"), ("style", "style-src")] {
            let content = try #require(page.texts[element]?.first)
            let digits = Array(sha256(Array(content.utf8)))
            let digest = Data(
                stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16)! }
            ).base64EncodedString()
            #expect(policy.contains("\(directive) 'sha256-\(digest)'"))
        }
    }

    static let attacks = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "</title></style></script><b>", "]]><!--", "&lt;b&gt;&#60;",
        "javascript:alert(1)", "a\u{0}\u{8}b\u{202E}c",
    ]

    @Test(arguments: SamplePage.allCases, attacks)
    func namesFromFilesStayText(_ kind: SamplePage, _ name: String) throws {
        let plain = try PageReader(kind.page(bench, name: "mine").text)
        let page = try PageReader(kind.page(bench, name: name).text)
        #expect(page.all("script").count == 1 && page.all("img").isEmpty && page.all("b").count == plain.all("b").count)
        #expect(
            Set(page.elements.map(\.name)).isSubset(of: Set(plain.elements.map(\.name))),
            "no element that names brought in")
        #expect(page.elements.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
        let shown = name.unicodeScalars.map { $0.value < 0x20 ? "\u{FFFD}" : String($0) }.joined()
        let everything = page.texts["html"]?.first ?? ""
        #expect(everything.contains(shown), "the name itself is there to be read")
    }

    @Test(arguments: SamplePage.allCases)
    func everyKindOfPageStandsAloneAndNamesItsParts(_ kind: SamplePage) throws {
        let text = try kind.page(bench, name: "mine").text
        let page = try PageReader(text)
        for name in ["link", "img", "iframe", "object", "embed", "base", "form"] {
            #expect(page.all(name).isEmpty, "\(name)")
        }
        for attribute in ["src", "href", "srcset", "action", "style"] {
            #expect(page.elements.allSatisfy { $0.attributes[attribute] == nil }, "\(attribute)")
        }
        #expect(!text.contains("http://") && !text.contains("https://") && !text.contains("url("))
        #expect(
            page.all("table").count == page.all("caption").count
                && page.all("th").allSatisfy { $0["scope"] == "col" || $0["scope"] == "row" })
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count, "no id twice")
        for drawing in page.all("svg") where drawing["role"] == "img" {
            #expect(drawing["aria-labelledby"]?.split(separator: " ").allSatisfy { ids.contains(String($0)) } == true)
        }
        #expect(page.texts["code"]?.contains(String(repeating: "0f", count: 32)) == true, "what it was made from")
        #expect(page.all("html").first?["lang"] == "en" && page.all("h1").count == 1)
    }

    @Test func boxesOfTheHierarchyAreAsWideAsTheirShares() throws {
        let evaluation = try bench.bench.evaluate(bench.bench.document("puma"))
        let source = Icicle(
            title: "Area", root: evaluation.breakdown.byLevel, unit: "mm²", takesPrefix: false,
            groups: Groups([evaluation])
        ) { $0.area.si * 1e6 }.html(id: "a").source
        let boxes = try PageReader(source).all("svg").filter { $0["data-item"] != nil }
        func number(_ text: String?) -> Double { text.flatMap { Double($0.dropLast()) } ?? .nan }
        #expect(number(boxes[0]["width"]) == 100)
        // Every row is no wider than the one above, and boxes stand edge to edge.
        for (row, inRow) in Dictionary(grouping: boxes, by: { Double($0["y"]!)! }) {
            let sorted = inRow.sorted { number($0["x"]) < number($1["x"]) }
            #expect(sorted.reduce(0) { $0 + number($1["width"]) } <= 100.01, "row at \(row)")
            for (left, right) in zip(sorted, sorted.dropFirst()) {
                #expect(number(left["x"]) + number(left["width"]) <= number(right["x"]) + 0.01)
            }
        }
        let below = boxes.filter { $0["y"] == "30" }
        #expect(abs(below.reduce(0) { $0 + number($1["width"]) } - 100) < 0.01, "what the chip holds is the chip")
        let tile = try #require(evaluation.breakdown.byLevel.children.first { $0.name == "tile" })
        #expect(below.contains { abs(number($0["width"]) - 100 * (tile.area / evaluation.figures.area)) < 0.001 })
    }

    @Test func tablesAndDrawingsNameThemselves() throws {
        let page = try PageReader(try bench.page("nax-heterogeneous").text)
        #expect(page.all("table").count == page.all("caption").count && page.all("table").count >= 6)
        #expect(page.all("th").allSatisfy { $0["scope"] == "col" || $0["scope"] == "row" })
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count, "no id twice")
        let drawings = page.all("svg").filter { $0["role"] == "img" }
        // Area, energy, and the network: no part of this chip leaves little room for what is inside.
        #expect(drawings.count == 3)
        for drawing in drawings {
            #expect(drawing["aria-labelledby"]?.split(separator: " ").allSatisfy { ids.contains(String($0)) } == true)
        }
        #expect(
            page.all("svg").allSatisfy {
                $0["role"] != nil || $0["aria-hidden"] != nil || $0["data-item"] != nil || $0["height"] == "14"
            })
        #expect(page.all("html").first?["lang"] == "en" && page.all("h1").count == 1)
    }

    @Test func everyLayerStandsAlongTheNetworkWithItsCrossbar() throws {
        let evaluation = try bench.bench.evaluate(bench.bench.document("nax-heterogeneous"))
        let kinds = try bench.bench.architecture("nax-heterogeneous").crossbars
        let strip = try PageReader(NetworkStrip(evaluation: evaluation, kinds: kinds).html(id: "s").source)
        let titles = (strip.texts["title"] ?? []).filter { $0.contains("\ncrossbar ") }
        #expect(titles.count == evaluation.layers.count)
        for (title, layer) in zip(titles, evaluation.layers) {
            #expect(title.contains(" \(layer.name)\ncrossbar \(layer.crossbar), "))
        }
    }

    @Test func aComparisonHasEveryArchitectureItsRatiosAndItsFiles() throws {
        let results = try ["isaac", "puma"].map { name in
            Comparison.Result(
                hardware: name, evaluation: try bench.bench.evaluate(bench.bench.document(name)),
                provenance: Provenance(version: "0", inputs: try bench.bench.document(name).files))
        }
        let comparison = Comparison(network: "resnet20", results: results, baseline: 0)
        let text = Page([comparison], crossbars: [:]).text
        let page = try PageReader(text)
        #expect(page.texts["caption"]?.first == "Figures of one inference; × of isaac, ∗ the best of a column")
        let ratio = Comparison.ratio(results[1].evaluation[.edap], to: results[0].evaluation[.edap])
        #expect(page.texts["span"]?.contains(ratio) == true)
        for file in results.flatMap(\.provenance.inputs) { #expect(page.texts["code"]?.contains(file.sha256) == true) }
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count, "no id twice")
    }

    @Test func aFrontHasAPointForEachDesignInEveryPairOfObjectives() throws {
        let name = "<img src=x>"
        func design(_ index: Int) -> FrontReport.Design {
            let values = [Double(index + 1), Double(5 - index), 2]
            let crossbars = [
                FrontReport.Choice(name: name, value: index < 2 ? "x32" : "x64"),
                FrontReport.Choice(name: "fc", value: "x64"),
            ]
            return FrontReport.Design(
                name: "\(name) \(index)", values: values, parameters: [.init(name: "adc", value: "6")],
                layers: [.init(subject: "crossbar", choices: crossbars)])
        }
        let designs = (0..<5).map(design)
        let axes = ["energy", "delay", "area"].map { Axis(title: $0, unit: "J") }
        let report = FrontReport(
            title: name, facts: [("space", name)], axes: axes, name: name, designs: designs,
            beside: [.init(name: name, values: [[1, 2, 3]])],
            provenance: Provenance(version: "0", inputs: []))
        let page = try PageReader(Page(report).text)
        func count(_ element: String, _ look: String) -> Int { page.all(element).filter { $0["class"] == look }.count }
        #expect(page.all("img").isEmpty)
        #expect(page.texts["h1"] == [name])
        #expect(page.all("circle").count == 15 + 3, "five designs and a key in three pairs")
        #expect(count("polygon", "dot k1") == 3 + 3, "the other front's point and its key in three legends")
        // What all have is said once; rows say what they differ in, with the numbers of the layers.
        let everything = page.texts["html"]?.first ?? ""
        #expect(everything.contains("All of them have adc 6; crossbar x64 at layer 2."))
        #expect(page.texts["td"]?.filter { $0 == "x32\u{A0}1" }.count == 2)
        #expect(page.texts["td"]?.filter { $0 == "x64\u{A0}1" }.count == 3)
        #expect(everything.contains("Layers: 1\u{A0}\(name), 2\u{A0}fc."))
        // Two boxes a design: the first two have one of each kind, the others two of the second.
        #expect(count("rect", "part k0") == 2)
        #expect(count("rect", "part k1") == 8)
        // The line of the front goes down from the first design to the last in steps.
        #expect(count("line", "curve k0") >= 8)
    }

    static func front(designs: Int, layers: Int) -> FrontReport {
        let designs = (0..<designs).map { index in
            let choices = ["crossbar", "kernel"].enumerated().map { number, subject in
                FrontReport.LayerChoices(
                    subject: subject,
                    choices: (0..<layers).map { layer in
                        // Some layers are alike in all designs, others differ from each to the next.
                        let kind = layer < 5 ? 0 : (layer * (index + 1) / 7 + number) % 4
                        return .init(
                            name: "layer\(layer / 6).\(layer % 6).conv", value: ["16", "32", "64", "128"][kind])
                    })
            }
            return FrontReport.Design(
                name: "trial \(index)", values: [Double(index + 1), Double(100 - index)], parameters: [],
                layers: choices)
        }
        return FrontReport(
            title: "a study", facts: [], axes: [Axis(.energy), Axis(.delay)], name: "front", designs: designs,
            provenance: Provenance(version: "0", inputs: []))
    }

    @Test func layersOfOneChoiceStandTogetherInNumbers() throws {
        let page = try PageReader(Page(Self.front(designs: 3, layers: 12)).text)
        let cells = page.texts["td"] ?? []
        #expect(cells.contains { $0.hasPrefix("16\u{A0}6, 7; 32\u{A0}8–12") }, "\(cells)")
        #expect(page.texts["html"]?[0].contains("All of them have crossbar 16 at layers 1–5") == true)
    }

    @Test func theStudyPageHasAllTrialsImportancesAndParallelCoordinates() throws {
        let page = try PageReader(SamplePage.front.page(bench, name: "mine").text)
        #expect(
            page.texts["h2"] == [
                "Pareto front", "Best so far", "What matters", "Choices and what they come to", "Designs",
                "Along the network", "Provenance",
            ])
        // Of each pair of objectives all feasible trials that are not far off.
        let dots = page.all("circle").count { $0["class"] == "cloud" }
        #expect(dots > 3 * 180 && dots <= 3 * 258)
        #expect(page.all("g").count { $0["class"] == "way" } == 12, "a line for each design")
        // Each goes over two parameters and three objectives, but for those that have no second parameter.
        #expect(page.all("line").count { $0["class"]?.hasPrefix("curve k") == true && $0["y1"] == "24" } >= 12)
        let shares = page.texts["tr"]?.filter { $0.hasPrefix("mine70.0") || $0.hasPrefix("several together10.0") }
        #expect(shares?.count == 2, "\(page.texts["tr"] ?? [])")
        #expect(
            page.texts["p"]?.contains { $0.contains("the shares say little") } == true, "0.4 of the variance is little")
        #expect(page.all("text").contains { $0["class"] == "label" || $0["class"] == "label wide" })
    }

    @Test func numbersOfPagesHaveMinusSignsAndAreSortedByWhatTheyAre() throws {
        let before = try bench.bench.document("homogeneous-64")
        let after = try before.setting(path: "component[@id='adc-8b']/@resolution", value: "6")
        let changes = DocumentChanges(from: before, to: after)
        let attribution = try Attribution(changes) { document throws(InvalidInput) in try bench.bench.evaluate(document)
        }
        let page = try PageReader(
            Page(changes, attribution, from: "a", to: "b", provenance: Provenance(version: "0", inputs: [])).text)
        let cells = page.elements.filter { $0.name == "td" && $0.attributes["data-value"]?.hasPrefix("-") == true }
        #expect(!cells.isEmpty && page.texts["td"]?.contains { $0.hasPrefix("−") } == true)
        #expect(page.texts["td"]?.contains { $0.hasPrefix("-") } == false)
        #expect(page.texts["th"]?.contains("1 adc-8b resolution 8 → 6") == true)
    }
}
