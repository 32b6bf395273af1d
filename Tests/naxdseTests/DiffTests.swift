import Foundation
import Testing

@Suite struct DiffTests {
    @Test func changesAreToldInWordsAndWhatTheyDoAsSteps() throws {
        let tool = try Tool.run("diff", "homogeneous-64", "homogeneous-128", "--network", "resnet20")
        #expect(tool.status == 0)
        let lines = tool.output.split(separator: "\n").map(String.init)
        #expect(lines[0] == "homogeneous-64 → homogeneous-128: 5 changes, 2 of words alone")
        #expect(lines.contains("  level[@name='core']/crossbar[@ref='x64']/@ref: x64 → x128"))
        #expect(lines.contains { $0.contains("another order may share the difference out differently") })
        #expect(lines.contains { $0.hasPrefix("      all together") } && lines.last!.contains("homogeneous-128"))
    }

    @Test func stepsInJSONAddUpToTheDifference() throws {
        let root = try #require(
            try Tool.run("diff", "homogeneous-64", "homogeneous-128", "-n", "resnet20", "--json").json as? [String: Any]
        )
        let attribution = try #require(root["attribution"] as? [String: Any])
        let (before, after) = (attribution["before"] as? [String: Double], attribution["after"] as? [String: Double])
        let steps = try #require(attribution["steps"] as? [[String: Any]])
        #expect(steps.count == 3)
        for key in ["energy_J", "delay_s", "area_mm2", "edap_Jsmm2"] {
            let whole = try #require(after?[key]) - #require(before?[key])
            let sum = steps.compactMap { ($0["difference"] as? [String: Double])?[key] }.reduce(0, +)
            #expect(abs(sum - whole) <= 1e-12 * abs(before![key]! + after![key]!), "\(key)")
        }
        let csv = try Tool.run("diff", "homogeneous-64", "homogeneous-128", "-n", "resnet20", "--csv").output
        #expect(csv.components(separatedBy: "\r\n").count == 1 + 4 + 1)
    }

    @Test func withoutANetworkTheChangesAlone() throws {
        let tool = try Tool.run("diff", "puma", "puma")
        #expect(tool.status == 0 && tool.output == "puma and puma say the same\n" && tool.errors.isEmpty)
        let csv = try Tool.run("diff", "homogeneous-64", "homogeneous-128", "--csv").output
        #expect(csv.hasPrefix("kind,path,from,to,place,words_only\r\n") && csv.contains(",x64,x128,"))
        #expect(try Tool.run("diff", "puma", "isaac", "--mapping", "default").status == 64)
        let wrong = try Tool.run("diff", "pumma", "isac")
        #expect(wrong.status == 1 && wrong.errors.contains("'puma'") && wrong.errors.contains("'isaac'"))
    }
}

@Suite struct SweepCommandTests {
    @Test func aRangeOfBitsGivesARowEachAndARanking() throws {
        let tool = try Tool.run(
            "sweep", "homogeneous-64", "component[@id='adc-7b']/@resolution=5..7", "level[@name='core']/@count=4,8",
            "-n", "resnet20")
        #expect(tool.status == 0)
        #expect(tool.output.contains("component[@id='adc-7b']/@resolution is 7 in the file"))
        let csv = try Tool.run(
            "sweep", "homogeneous-64", "component[@id='adc-7b']/@resolution=5..7", "level[@name='core']/@count=4,8",
            "-n", "resnet20", "--csv")
        let rows = csv.output.components(separatedBy: "\r\n")
        #expect(
            rows.count == 1 + 6 + 1
                && rows[0].hasPrefix(
                    "component[@id='adc-7b']/@resolution,level[@name='core']/@count,dynamic_energy_J,leakage_energy_J,energy_J,"
                ))
        // At the file's own values the figures are those of evaluate.
        let evaluated = try #require(
            try Tool.run("evaluate", "homogeneous-64", "-n", "resnet20", "--json").json as? [String: Any])
        let own = try #require(rows.first { $0.hasPrefix("7,8,") }).split(separator: ",")
        #expect(Double(own[4]) == evaluated["energy_J"] as? Double)
    }

    @Test func theFigureHasItsDataBesideIt() throws {
        try withTemporaryFolder { folder in
            let tool = try Tool.run(
                "sweep", "puma", "hardware/@clock=1 GHz", "level[@name='core']/@count=2,4,8", "-n", "resnet20", "-o",
                "s.svg", "--width", "column",
                in: folder)
            #expect(tool.status == 0)
            let svg = try String(contentsOf: folder.appending(path: "s.svg"), encoding: .utf8)
            #expect(svg.contains("width=\"252pt\"") && svg.contains("level[@name='core']/@count"))
            let csv = try String(contentsOf: folder.appending(path: "s.csv"), encoding: .utf8)
            #expect(csv.hasPrefix("# naxdse: data of s.svg\r\nhardware/@clock,"))
            #expect(
                try Tool.run("sweep", "puma", "hardware/@clock=1 GHz", "-n", "resnet20", "-o", "s.jpg", in: folder)
                    .status == 64)
        }
    }

    @Test func allThatIsWrongIsToldAndNothingElse() throws {
        let tool = try Tool.run("sweep", "puma", "component[@id='adc-8b']/@resolution", "a/@b=", "-n", "resnet2O")
        #expect(tool.status == 1 && tool.output.isEmpty && tool.errors.split(separator: "\n").count == 3)
        let path = try Tool.run("sweep", "puma", "component[@id='adc-8c']/@resolution=4", "-n", "resnet20")
        #expect(path.status == 1 && path.errors.contains("adc-8b"))
        let value = try Tool.run("sweep", "puma", "hardware/@clock=fast", "-n", "resnet20")
        #expect(value.status == 1 && value.errors.contains("a frequency is wanted"))
    }
}
