import Foundation
import Testing

@Suite struct SimulateTests {
    /// A small network for CIFAR-10 with its weights, images, and hardware without wires, in a folder.
    static func prepare(_ folder: URL) throws {
        try write(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <network xmlns="urn:naxdse:network:1" name="small" source="test">
              <input name="image" shape="3 32 32"/>
              <convolution name="conv" channels="4" kernel="4" stride="4" padding="0"/>
              <relu name="relu"/>
              <average-pool name="pool" window="4"/>
              <flatten name="flatten"/>
              <linear name="fc" features="10"/>
            </network>
            """, "small.xml", folder)
        let shapes: [(String, [Int])] = [("conv.weight", [4, 3, 4, 4]), ("fc.weight", [10, 16]), ("fc.bias", [10])]
        var header = "", values: [Float] = []
        for (name, shape) in shapes {
            let count = shape.reduce(1, *)
            header +=
                (header.isEmpty ? "" : ",")
                + "\"\(name)\":{\"dtype\":\"F32\",\"shape\":\(shape),\"data_offsets\":[\(values.count * 4),\((values.count + count) * 4)]}"
            for k in 0..<count {
                let hash: Int = (k * 7919 + shape.count * 31) % 101
                values.append(Float(hash - 50) / 100)
            }
        }
        header = "{\(header)}"
        var file = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) } + Data(header.utf8)
        values.withUnsafeBytes { file.append(contentsOf: $0) }
        try file.write(to: folder.appending(path: "small.safetensors"))
        var images: [UInt8] = []
        for image in 0..<6 {
            images.append(UInt8(image))
            for k in 0..<3072 { images.append(UInt8(truncatingIfNeeded: k * (image + 3) * 37 + image * 11)) }
        }
        for name in ["test_batch.bin", "data_batch_1.bin"] { try Data(images).write(to: folder.appending(path: name)) }
        let library = try String(
            contentsOf: repository.appending(path: "hardware/components/puma-32nm.xml"), encoding: .utf8)
        try FileManager.default.createDirectory(
            at: folder.appending(path: "components"), withIntermediateDirectories: true)
        try write(library, "components/puma-32nm.xml", folder)
        try FileManager.default.copyItem(
            at: repository.appending(path: "hardware/components/dram.xml"),
            to: folder.appending(path: "components/dram.xml"))
        let wires = "<wires row=\"2.5 Ω\" column=\"2.5 Ω\" source=\"50 Ω\" sink=\"50 Ω\"/>"
        #expect(library.contains(wires))
        try write(
            library.replacing(wires, with: "<wires row=\"0 Ω\" column=\"0 Ω\" source=\"0 Ω\" sink=\"0 Ω\"/>")
                .replacing(
                    "PUMA, ASPLOS 2019: 2 bits a cell, 100 kΩ to 1 MΩ\"/>",
                    with: "test\"><variation sigma=\"0.3\"/><read-noise sigma=\"0.1\"/></device>"),
            "components/puma-32nm.xml", folder)
        let hardware = try String(
            contentsOf: repository.appending(path: "hardware/homogeneous-32.xml"), encoding: .utf8)
        try write(hardware, "hardware.xml", folder)
    }

    private static func write(_ text: String, _ name: String, _ folder: URL) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private static let arguments = [
        "simulate", "hardware.xml", "--network", "./small.xml", "--weights", "small.safetensors", "--data", ".",
        "--calibration-images", "2",
    ]

    @Test func accuracyIsToldForEachImperfectionAndAllTogether() throws {
        try withTemporaryFolder { folder in
            try Self.prepare(folder)
            let tool = try Tool.run(Self.arguments + ["--json", "--images", "4"], in: folder)
            #expect(tool.status == 0 && tool.errors.isEmpty, "\(tool.errors)")
            let result = try #require(try tool.json as? [String: Any])
            let rows = try #require(result["results"] as? [[String: Any]])
            #expect(
                rows.compactMap { $0["computed"] as? String } == [
                    "floating point", "integers", "crossbars, ideal cells", "programming variation", "read noise",
                    "all together",
                ])
            for row in rows {
                let interval = try #require(row["interval_95"] as? [Double]),
                    share = try #require(row["accuracy"] as? Double)
                #expect(interval[0] <= share && share <= interval[1] && interval[1] - interval[0] > 0.2)
            }
            #expect(
                try Tool.run(Self.arguments + ["--json", "--images", "4"], in: folder).output == tool.output,
                "same seed, same bytes")
            let text = try Tool.run(Self.arguments + ["--images", "4", "--html", "s.html", "-o", "s.svg"], in: folder)
            let page = try String(contentsOf: folder.appending(path: "s.html"), encoding: .utf8)
            #expect(
                page.contains("<h1>small on ") && page.contains("read noise</th>")
                    && page.contains("small.safetensors</code>"))
            let data = try String(contentsOf: folder.appending(path: "s.csv"), encoding: .utf8).split(separator: "\r\n")
            #expect(data.count == 2 + rows.count && data[0] == "# naxdse: data of s.svg")
            #expect(data[1] == "computed,accuracy,interval_95_low,interval_95_high,hits,images")
            #expect(
                text.output.contains(
                    "not in the hardware file: wires and cell circuit, stuck cells, drift, ADC offset and gain"))
        }
    }

    /// Never as if they were ohmic: by Newton's method, which says how long it will take, or by a surrogate.
    @Test func curvedCellsAreSolvedOrLearnt() throws {
        try withTemporaryFolder { folder in
            try Self.prepare(folder)
            let path = folder.appending(path: "components/puma-32nm.xml")
            let library = try String(contentsOf: path, encoding: .utf8)
                .replacing(
                    "<variation sigma=\"0.3\"/><read-noise sigma=\"0.1\"/></device>",
                    with: "<nonlinearity voltage=\"0.1 V\"/></device>"
                )
                .replacing("source=\"0 Ω\" sink=\"0 Ω\"", with: "source=\"500 Ω\" sink=\"500 Ω\"")
            #expect(library.contains("nonlinearity") && library.contains("500 Ω"))
            try library.write(to: path, atomically: true, encoding: .utf8)
            // Four positions in place of 64: Newton's method takes its time.
            let network = try String(contentsOf: folder.appending(path: "small.xml"), encoding: .utf8)
                .replacing("stride=\"4\"", with: "stride=\"16\"").replacing(
                    "<average-pool name=\"pool\" window=\"4\"/>", with: "")
            try Self.write(network, "small.xml", folder)
            let solved = try Tool.run(Self.arguments + ["--json", "--images", "1"], in: folder)
            #expect(solved.status == 0, "\(solved.errors)")
            #expect(
                solved.errors.contains("naxdse: note: the cells of crossbars 'x32' are curved: up to ")
                    && solved.errors.contains("Newton's method"))
            #expect((try solved.json as? [String: Any])?["curved_cells"] as? String == "newton")
            let train = try Tool.run(
                "crossbar", "train-surrogate", "--hardware", "hardware.xml", "--samples", "80", "-o", "s.json",
                in: folder)
            #expect(train.status == 0, "\(train.errors)")
            let learnt = try Tool.run(
                Self.arguments + ["--json", "--images", "2", "--surrogate", "s.json"], in: folder)
            #expect(learnt.status == 0 && learnt.errors.isEmpty, "\(learnt.errors)")
            #expect((try learnt.json as? [String: Any])?["curved_cells"] as? String == "surrogate")
            let other = try String(contentsOf: path, encoding: .utf8).replacing(
                "sink=\"500 Ω\"", with: "sink=\"400 Ω\"")
            try other.write(to: path, atomically: true, encoding: .utf8)
            let wrong = try Tool.run(Self.arguments + ["--images", "2", "--surrogate", "s.json"], in: folder)
            #expect(
                wrong.status == 1
                    && wrong.errors.contains(
                        "naxdse: error: crossbar 'x32' (32×32) has curved cells, and no surrogate given is for"),
                "\(wrong.errors)")
        }
    }

    @Test func whatTheCrossbarsSawChangesTheArrayEnergy() throws {
        try withTemporaryFolder { folder in
            try Self.prepare(folder)
            let tool = try Tool.run(Self.arguments + ["--images", "2", "--activity-out", "seen.csv"], in: folder)
            #expect(tool.status == 0, "\(tool.errors)")
            let evaluate = ["evaluate", "hardware.xml", "--network", "./small.xml"]
            let evenly = try #require(try Tool.run(evaluate + ["--json"], in: folder).json as? [String: Any])
            let data = try #require(
                try Tool.run(evaluate + ["--json", "--activity", "seen.csv"], in: folder).json as? [String: Any])
            let parts = try #require(data["without_activity"] as? [[String: Any]])
            let all = try #require(parts.last)
            #expect(parts.count == 2 && all["part"] as? String == "all")
            #expect(all["energy_J"] as? Double == evenly["energy_J"] as? Double)
            #expect(all["energy_with_activity_J"] as? Double == data["energy_J"] as? Double)
            #expect(data["energy_J"] as? Double != evenly["energy_J"] as? Double)
            let text = try Tool.run(evaluate + ["--activity", "seen.csv"], in: folder)
            #expect(text.output.contains("with activity"))
            let wrong = try Tool.run(
                ["evaluate", "hardware.xml", "--network", "resnet20", "--activity", "seen.csv"], in: folder)
            #expect(
                wrong.status == 1
                    && wrong.errors.contains("seen.csv:2:1: error: network 'resnet20' has no layer 'conv' with weights"),
                "\(wrong.errors)")
        }
    }

    @Test func badInputIsRefused() throws {
        try withTemporaryFolder { folder in
            try Self.prepare(folder)
            func expectError(_ part: String, _ arguments: String...) throws {
                let tool = try Tool.run(["simulate", "hardware.xml"] + arguments, in: folder)
                #expect(tool.status == 1 && tool.output.isEmpty && tool.errors.contains(part), "\(tool.errors)")
            }
            try expectError("comes without weights", "--network", "resnet20", "--data", ".")
            try expectError(
                "nowhere: error: there is no such folder", "--network", "./small.xml", "--weights", "small.safetensors",
                "--data", "nowhere")
            try expectError(
                "there is no tensor 'conv1.weight'", "--network", "resnet20", "--weights", "small.safetensors",
                "--data", ".")
            try FileManager.default.removeItem(at: folder.appending(path: "data_batch_1.bin"))
            try expectError(
                "no training images", "--network", "./small.xml", "--weights", "small.safetensors", "--data", ".")
        }
    }
}
