import Cost
import Diagnostics
import Markup
import Reports
import Testing

@Suite struct ChangeTests {
    let bench: Workbench

    init() throws { bench = try Workbench() }

    @Test func aDocumentIsTheSameAsItself() throws {
        let puma = try bench.document("puma")
        #expect(DocumentChanges(from: puma, to: puma).list.isEmpty)
    }

    @Test func anAttributeIsNamedByAPathThatLeadsToIt() throws {
        let puma = try bench.document("puma")
        let paths = [
            ("hardware/@clock", "2 GHz"), ("component[@id='adc-8b']/@resolution", "6"),
            ("crossbar[@id='puma-x128']/adc/@columns", "64"),
            ("level[@name='tile']/component[@ref='router-4p']/@shared-by", "2"), ("level[@name='core']/@count", "4"),
        ]
        var mine = puma
        for (path, value) in paths { mine = try mine.setting(path: path, value: value) }
        let list = DocumentChanges(from: puma, to: mine).list
        #expect(list.allSatisfy { $0.kind == .attribute && !$0.isWording })
        #expect(Set(list.map(\.path)) == Set(paths.map(\.0)))
        for change in list { #expect(try puma.attribute(at: change.path).value == change.before) }
        #expect(list.contains { $0.description == "component[@id='adc-8b']/@resolution: 8 → 6" })
    }

    @Test func anExchangedPartIsAChangeAndNotARemovalWithAnAddition() throws {
        let list = DocumentChanges(
            from: try bench.document("homogeneous-64"), to: try bench.document("homogeneous-128")
        ).list
        #expect(
            list.filter { !$0.isWording }.map(\.description) == [
                "level[@name='core']/component[@ref='input-register-64']/@ref: input-register-64 → input-register-128",
                "level[@name='core']/component[@ref='output-register-64']/@ref: output-register-64 → output-register-128",
                "level[@name='core']/crossbar[@ref='x64']/@ref: x64 → x128",
            ])
        #expect(list.filter(\.isWording).map(\.path) == ["hardware/@name", "hardware/description"])
    }

    @Test(arguments: [
        ("isaac", "puma"), ("puma", "nax-heterogeneous"), ("nax-heterogeneous", "homogeneous-32"),
        ("homogeneous-256", "isaac"),
    ])
    func allChangesTogetherMakeTheOtherDocument(names: (String, String)) throws {
        let (a, b) = (try bench.document(names.0), try bench.document(names.1))
        let changes = DocumentChanges(from: a, to: b)
        #expect(DocumentChanges(from: changes.document(applying: []), to: a).list.isEmpty)
        #expect(DocumentChanges(from: changes.document(applying: Set(changes.list.indices)), to: b).list.isEmpty)
        let all = try bench.evaluate(changes.document(applying: Set(changes.list.indices)))
        let other = try bench.evaluate(b)
        #expect(all.figures == other.figures)
    }

    @Test func aNewOrderIsAChange() throws {
        let puma = try bench.document("puma")
        let root = puma.root
        let turned = Element(
            name: root.name, attributes: root.attributes,
            children: root.children.map { child in
                child.name == "level"
                    ? Element(
                        name: child.name, attributes: child.attributes, children: child.children.reversed(),
                        text: child.text, location: child.location)
                    : child
            }, text: root.text, location: root.location)
        let changes = DocumentChanges(from: puma, to: Document(root: turned, files: []))
        #expect(changes.list.map(\.kind) == [.order])
        #expect(
            changes.document(applying: [0]).root.children.last?.children.map(\.name) == [
                "level", "component", "component",
            ])
        #expect(
            changes.document(applying: []).root.children.last?.children.map(\.name) == [
                "component", "component", "level",
            ])
    }
}

@Suite struct AttributionTests {
    let bench: Workbench

    init() throws { bench = try Workbench() }

    @Test(arguments: [("homogeneous-64", "homogeneous-128"), ("puma", "isaac"), ("puma", "nax-heterogeneous")])
    func stepsAddUpToTheWholeDifferenceAndFactorsMultiplyToTheWholeRatio(names: (String, String)) throws {
        let (a, b) = (try bench.document(names.0), try bench.document(names.1))
        let attribution = try Attribution(DocumentChanges(from: a, to: b)) { document throws(InvalidInput) in
            try bench.evaluate(document)
        }
        let (first, second) = (try bench.evaluate(a), try bench.evaluate(b))
        for metric in Metric.all {
            let sum = attribution.steps.reduce(0) { $0 + $1.difference(metric) }
            let size = attribution.steps.map { abs($0.after[metric]) }.max() ?? 0
            #expect(abs(sum - (second[metric] - first[metric])) <= 1e-13 * max(size, first[metric]), "\(metric.name)")
            guard first[metric] > 0, attribution.steps.allSatisfy({ $0.before[metric] > 0 }) else { continue }
            let product = attribution.steps.reduce(1) { $0 * $1.factor(metric) }
            #expect(abs(product - second[metric] / first[metric]) <= 1e-12 * product, "\(metric.name)")
        }
        let applied = attribution.steps.flatMap(\.changes)
        #expect(
            applied.sorted() == attribution.changes.indices.filter { !attribution.changes[$0].isWording },
            "each change once")
    }

    @Test func whatAChangeCannotTouchItLeavesAlone() throws {
        let puma = try bench.document("puma")
        let mine = try puma.setting(path: "component[@id='vector-alu']/@area", value: "0.01 mm²")
            .setting(path: "component[@id='adc-8b']/@resolution", value: "6")
        let steps = try Attribution(DocumentChanges(from: puma, to: mine)) { document throws(InvalidInput) in
            try bench.evaluate(document)
        }.steps
        #expect(steps.count == 2)
        let (adc, area) = steps[0].difference(.energy) != 0 ? (steps[0], steps[1]) : (steps[1], steps[0])
        #expect(area.difference(.energy) == 0 && area.difference(.delay) == 0 && area.difference(.area) > 0)
        #expect(
            adc.difference(.energy) < 0 && adc.difference(.delay) <= 0 && adc.difference(.area) == 0,
            "the SAR model keeps the area")
    }

    @Test func whatCannotBeAppliedAloneIsOneStep() throws {
        // The component is used under another id after: neither its definition nor its use can change alone.
        let puma = try bench.document("puma")
        let mine = try puma.setting(path: "component[@id='sigmoid']/@id", value: "logistic")
            .setting(path: "level[@name='core']/component[@ref='sigmoid']/@ref", value: "logistic")
        let attribution = try Attribution(DocumentChanges(from: puma, to: mine)) { document throws(InvalidInput) in
            try bench.evaluate(document)
        }
        #expect(
            attribution.changes.map(\.kind) == [.removed, .added, .attribute]
                || attribution.changes.map(\.kind) == [.added, .removed, .attribute])
        // First the new definition, then its use, then the old one is not needed any more.
        #expect(
            attribution.steps.map { $0.changes.map { attribution.changes[$0].kind } } == [
                [.added], [.attribute], [.removed],
            ])
        // Rows alone would leave converters without their rows: a crossbar may not drive more rows than it has.
        let less = try puma.setting(path: "crossbar[@id='puma-x128']/@rows", value: "64").setting(
            path: "crossbar[@id='puma-x128']/adc/@columns", value: "64")
        #expect(
            try Attribution(DocumentChanges(from: puma, to: less)) { document throws(InvalidInput) in
                try bench.evaluate(document)
            }.steps.count == 2)
    }

    @Test func theTableHasARowForEachEndAndEachStep() throws {
        let puma = try bench.document("puma")
        let mine = try puma.setting(path: "component[@id='adc-8b']/@resolution", value: "6")
        let attribution = try Attribution(DocumentChanges(from: puma, to: mine)) { document throws(InvalidInput) in
            try bench.evaluate(document)
        }
        let lines = attribution.table(from: "A", to: "B").text(on: .plain).split(separator: "\n")
        #expect(lines.count == 3 + 4)
        #expect(
            lines[4].contains("1  component[@id='adc-8b']/@resolution: 8 → 6") && lines[4].contains("-")
                && lines[4].contains("×"))
        #expect(attribution.csv.rows.count == 2)
    }
}
