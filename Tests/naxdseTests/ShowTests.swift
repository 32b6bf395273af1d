import Foundation
import Testing

@Suite struct ShowTests {
    @Test func theTreeOfISAACHasItsPublishedAreaAndPower() throws {
        let tool = try Tool.run("show", "isaac", "--json")
        let chip = try #require(try tool.json as? [String: Any])
        for key in ["name", "count", "area_mm2", "power_W", "leakage_W", "children"] {
            #expect(chip[key] != nil, "\(key)")
        }
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

    /// Three maps of 64×56×56 bytes in the first tile, which holds 64 KiB.
    @Test func whatANetworkNeedsStandsBesideWhatBuffersHold() throws {
        let chip = try #require(
            try Tool.run("show", "isaac", "-n", "resnet18", "-m", "default", "--json").json as? [String: Any])
        let buffer = try #require((chip["buffers"] as? [[String: Any]])?.first)
        #expect(buffer["name"] as? String == "isaac-edram" && buffer["capacity_bit"] as? Double == 524_288)
        #expect(buffer["need_bit"] as? Double == Double(3 * 64 * 56 * 56 * 8))
        let text = try Tool.run("show", "isaac", "-n", "resnet18", "-m", "default").output
        #expect(
            text.contains("588 KiB")
                && text.contains("lpddr4: off the chip; it is off, and in no sum, until maps need it"))
        #expect(try Tool.run("show", "isaac", "-m", "default").status == 64)
    }

    @Test func csvNamesEachPartByItsPath() throws {
        let rows = try Tool.run("show", "puma", "--csv").output.components(separatedBy: "\r\n")
        #expect(rows[0] == "part,count,area_mm2,power_W,leakage_W,capacity_bit")
        #expect(rows.contains { $0.hasPrefix("chip/tile/core/") })
    }

    @Test(arguments: ["show", "evaluate"])
    func aBrokenFileIsToldByPlaceAndCause(command: String) throws {
        try withTemporaryFolder { folder in
            let source = try String(contentsOf: repository.appending(path: "hardware/isaac.xml"), encoding: .utf8)
            try FileManager.default.copyItem(
                at: repository.appending(path: "hardware/components"), to: folder.appending(path: "components"))
            try source.replacing("isaac-router", with: "isaac-ruoter").write(
                to: folder.appending(path: "mine.xml"), atomically: true, encoding: .utf8)
            let arguments = [command, "mine.xml"] + (command == "evaluate" ? ["-n", "resnet20"] : [])
            let tool = try Tool.run(arguments, in: folder)
            #expect(tool.status == 1 && tool.output.isEmpty)
            #expect(tool.errors.hasPrefix("mine.xml:14:") && tool.errors.contains(": error: "))
            #expect(tool.errors.contains("isaac-router"), "the near miss is named")
        }
    }
}
