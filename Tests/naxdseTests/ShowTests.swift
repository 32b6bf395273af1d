import Foundation
import Testing

@Suite struct ShowTests {
    @Test func theTreeOfISAACHasItsPublishedAreaAndPower() throws {
        let tool = try Tool.run("show", "isaac", "--json")
        let chip = try #require(try tool.json as? [String: Any])
        for key in ["name", "count", "area_mm2", "power_W", "leakage_W", "children"] { #expect(chip[key] != nil, "\(key)") }
        func near(_ node: [String: Any], _ key: String, _ published: Double) -> Bool {
            abs((node[key] as? Double ?? .nan) - published) < 0.01 * published
        }
        #expect(near(chip, "area_mm2", 85.4) && near(chip, "power_W", 65.8))
        let tile = try #require((chip["children"] as? [[String: Any]])?.first { $0["name"] as? String == "tile" })
        #expect(tile["count"] as? Double == 168 && tile["as_needed"] as? Bool == true)
        #expect(near(tile, "area_mm2", 0.372) && near(tile, "power_W", 0.330))
    }

    @Test func theTextIsATreeOfTheSame() throws {
        let tool = try Tool.run("show", "isaac")
        #expect(tool.status == 0 && tool.errors.isEmpty)
        for part in ["\n└─ tile ", "\n   └─ ima ", "      ├─ isaac-adc ", "85.42 mm²", "65.81 W", "128×128"] {
            #expect(tool.output.contains(part), "\(part)")
        }
    }

    @Test func csvNamesEachPartByItsPath() throws {
        let rows = try Tool.run("show", "puma", "--csv").output.components(separatedBy: "\r\n")
        #expect(rows[0] == "part,count,area_mm2,power_W,leakage_W")
        #expect(rows.contains { $0.hasPrefix("chip/tile/core/") })
    }

    @Test(arguments: ["show", "evaluate"])
    func aBrokenFileIsToldByPlaceAndCause(command: String) throws {
        try withTemporaryFolder { folder in
            let source = try String(contentsOf: repository.appending(path: "hardware/isaac.xml"), encoding: .utf8)
            let library = repository.appending(path: "hardware/components/isaac-32nm.xml")
            try FileManager.default.createDirectory(at: folder.appending(path: "components"), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: library, to: folder.appending(path: "components/isaac-32nm.xml"))
            try source.replacing("isaac-router", with: "isaac-ruoter").write(
                to: folder.appending(path: "mine.xml"), atomically: true, encoding: .utf8)
            let arguments = [command, "mine.xml"] + (command == "evaluate" ? ["-n", "resnet20"] : [])
            let tool = try Tool.run(arguments, in: folder)
            #expect(tool.status == 1 && tool.output.isEmpty)
            #expect(tool.errors.hasPrefix("mine.xml:12:") && tool.errors.contains(": error: "))
            #expect(tool.errors.contains("isaac-router"), "the near miss is named")
        }
    }
}
