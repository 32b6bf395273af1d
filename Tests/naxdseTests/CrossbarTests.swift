import Foundation
import Services
import Testing

@Suite struct CrossbarTests {
    private func numbers(_ tool: Tool, _ key: String) throws -> [[Double]] {
        let result = try #require(try tool.json as? [String: Any])
        return try #require(result[key] as? [[Double]], "\(key)")
    }

    private func write(_ text: String, _ name: String, in folder: URL) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    @Test func aDividerIsSolved() throws {
        let tool = try Tool.run(
            "crossbar", "--rows", "1", "--columns", "1", "--cell-resistance", "1 kΩ", "--read-voltage", "1 V",
            "--source-resistance", "600ohm", "--sink-resistance", "0.4 kΩ", "--json")
        #expect(tool.status == 0 && tool.errors.isEmpty, "\(tool.errors)")
        #expect(try abs(numbers(tool, "output_currents_A")[0][0] - 0.5e-3) < 1e-18)
        #expect(try numbers(tool, "ideal_currents_A") == [[1e-3]])
        #expect(try abs(numbers(tool, "losses")[0][0] - 0.5) < 1e-15)
        let result = try #require(try tool.json as? [String: Any])
        #expect(result["power_W"] as? [Double] == [0.5e-3] && result["sink_resistance_ohm"] as? Double == 400)
    }

    /// Two columns in parallel behind 250 Ω: 4 mS takes half of each voltage.
    @Test func filesGiveCellsAndInputs() throws {
        try withTemporaryFolder { folder in
            try write("1e-3,3e-3\n0,0\n", "g.csv", in: folder)
            try write("1,5\n-2,0\n0,0\n", "v.csv", in: folder)
            let arguments = [
                "crossbar", "--conductances", "g.csv", "--voltages", "v.csv", "--source-resistance", "250 Ω",
            ]
            let tool = try Tool.run(arguments + ["--json", "--effective-matrix", "e.csv"], in: folder)
            #expect(tool.status == 0, "\(tool.errors)")
            let outputs = try numbers(tool, "output_currents_A")
            #expect(outputs.count == 3)
            for (row, wanted) in zip(outputs, [[0.5e-3, 1.5e-3], [-1e-3, -3e-3], [0, 0]]) {
                #expect(zip(row, wanted).allSatisfy { abs($0 - $1) < 1e-17 })
            }
            let result = try #require(try tool.json as? [String: Any])
            #expect((result["losses"] as? [[Any]])?[2][0] is NSNull && result["seed"] is NSNull)
            let inputs = (result["provenance"] as? [String: Any])?["inputs"] as? [[String: String]]
            #expect(inputs?.map { $0["path"] } == ["g.csv", "v.csv"])
            // The matrix can be read as conductances; without wires it gives the same outputs.
            let again = try Tool.run("crossbar", "--conductances", "e.csv", "--voltages", "v.csv", "--json", in: folder)
            #expect(
                zip(try numbers(again, "output_currents_A").joined(), outputs.joined()).allSatisfy {
                    abs($0 - $1) < 1e-17
                })
            let csv = try Tool.run(arguments + ["--csv"], in: folder).output
            #expect(csv.hasPrefix("input,column,output_current_A,ideal_current_A,loss\r\n0,0,"))
            #expect(csv.split(separator: "\r\n").count == 7 && csv.hasSuffix("2,1,0.0,0.0,\r\n"))
            let text = try Tool.run(arguments, in: folder).output
            #expect(
                text.contains("2×2, wires of 0 Ω along rows") && text.contains("250 Ω at each source")
                    && text.contains("50"))
        }
    }

    @Test func shippedHardwareGivesCellsWiresAndVoltage() throws {
        let first = try Tool.run("crossbar", "--hardware", "homogeneous-64", "--json")
        #expect(first.status == 0, "\(first.errors)")
        #expect(try Tool.run("crossbar", "--hardware", "homogeneous-64", "--json").output == first.output)
        #expect(
            try Tool.run("crossbar", "--hardware", "homogeneous-64", "--json", "--seed", "2").output != first.output)
        let result = try #require(try first.json as? [String: Any])
        #expect(result["rows"] as? Int == 64 && result["seed"] as? Int == 1)
        #expect(try #require(result["relative_deviation"] as? Double) > 0)
        // Options go before the file.
        let ideal = try Tool.run(
            "crossbar", "--hardware", "homogeneous-64", "--json", "--row-resistance", "0 Ω", "--column-resistance",
            "0 Ω",
            "--source-resistance", "0 Ω", "--sink-resistance", "0 Ω")
        #expect(try abs(#require((ideal.json as? [String: Any])?["relative_deviation"] as? Double)) < 1e-15)
    }

    @Test(.enabled(if: Ngspice.path != nil, Comment(rawValue: Ngspice.reason)))
    func theNetlistIsTheCircuitThatIsSolved() throws {
        try withTemporaryFolder { folder in
            let tool = try Tool.run(
                [
                    "crossbar", "--hardware", "homogeneous-64", "--rows", "6", "--columns", "5", "--nonlinearity",
                    "0.1 V", "--spice", "x.cir", "--json",
                ], in: folder)
            #expect(tool.status == 0, "\(tool.errors)")
            let currents = try #require(((tool.json as? [String: Any])?["output_currents_A"] as? [[Double]])?.first)
            let spice = try Ngspice.outputCurrents(ofNetlist: folder.appending(path: "x.cir").path)
            #expect(currents.count == 5 && spice.count == 5)
            for (ours, theirs) in zip(currents, spice) { #expect(abs(ours - theirs) <= 1e-9 * theirs) }
        }
    }

    /// A chip of one 16×16 crossbar without wires, so that what differs from the ideal is the device's doing.
    private func hardware(_ effects: String) -> String {
        """
        <hardware xmlns="urn:naxdse:hardware:1" xmlns:xi="http://www.w3.org/2001/XInclude" name="mine" technology="32 nm" clock="1 GHz" source="test">
          <xi:include href="\(repository.path)/hardware/components/puma-32nm.xml"/>
          <device id="mine" cell-bits="2" on-resistance="10 kΩ" off-resistance="1 MΩ" source="test">\(effects)</device>
          <crossbar id="small" rows="16" columns="16" device="mine" area="1 µm²" source="test">
            <read voltage="0.2 V" time="16 ns"/>
            <wires row="0 Ω" column="0 Ω" source="0 Ω" sink="0 Ω"/>
            <dac component="dac"/>
            <adc component="adc-8b" columns="16"/>
          </crossbar>
          <level name="chip"><crossbar ref="small" count="1"/></level>
        </hardware>
        """
    }

    @Test(
        arguments: [
            (#"<variation sigma="0.1"/>"#, 0.001...0.2), (#"<stuck on="0.5" off="0"/>"#, 0.1...1),
            (#"<drift exponent="0.1" after="1000 s" reference="1 s"/>"#, 0.49...0.5),
            (#"<read-noise sigma="0.05"/>"#, 0.0005...0.1),
            // sinh(2)/2 = 1.813 times the current.
            (#"<nonlinearity voltage="0.1 V"/>"#, 0.8...0.82), (#"<transistor resistance="10 kΩ"/>"#, 0.3...0.5),
            // Cells of 10 kΩ ask for 20 µA at 0.2 V; the transistor gives 0.05 V / (2 · 10 kΩ) = 2.5 µA at most.
            (#"<transistor resistance="10 kΩ" gate="0.45 V" threshold="0.4 V"/>"#, 0.5...0.9),
        ] as [(String, ClosedRange<Double>)])
    func eachEffectOfTheDeviceIsTaken(_ effects: String, _ deviations: ClosedRange<Double>) throws {
        try withTemporaryFolder { folder in
            try write(hardware(effects), "mine.xml", in: folder)
            func deviation(_ arguments: String...) throws -> Double {
                let tool = try Tool.run(
                    ["crossbar", "--hardware", "mine.xml", "--allow-outside-files", "--json"] + arguments, in: folder)
                #expect(tool.status == 0, "\(tool.errors)")
                return try #require((tool.json as? [String: Any])?["relative_deviation"] as? Double)
            }
            #expect(try deviation() < 1e-15)
            #expect(try deviations.contains(deviation("--effects")))
            #expect(try deviation("--effects") == deviation("--effects", "--seed", "1"))
        }
    }

    /// One cell of 1 S: the transistor alone, saturated at 0.3 V / (2 · 10 kΩ) without channel-length modulation.
    @Test func transistorsSaturate() throws {
        let arguments = [
            "crossbar", "--rows", "1", "--columns", "1", "--cell-resistance", "1 Ω", "--read-voltage", "1 V",
            "--access-resistance", "10 kΩ",
            "--gate-voltage", "0.7 V", "--threshold-voltage", "0.4 V",
        ]
        let tool = try Tool.run(arguments + ["--json"])
        #expect(try abs(numbers(tool, "output_currents_A")[0][0] - 15e-6) < 1e-18, "\(tool.errors)")
        let real = try Tool.run(arguments + ["--early-voltage", "10 V", "--json"])
        #expect(try abs(numbers(real, "output_currents_A")[0][0] / 16.5e-6 - 1) < 1e-4)
        #expect(
            try Tool.run(arguments).output.contains(
                "access transistors of 10 kΩ with gates at 700 mV, 300 mV above threshold"))
    }

    /// Offset and gain of each ADC, drawn once for its columns; the same seed, the same codes.
    @Test func convertersHaveTheErrorsThatTheHardwareNames() throws {
        try withTemporaryFolder { folder in
            let text = hardware("").replacing(
                #"columns="16"/>"#, with: #"columns="4" offset-sigma="2" gain-sigma="0.05"/>"#)
            try write(text, "mine.xml", in: folder)
            func solution(_ arguments: String...) throws -> [String: Any] {
                let tool = try Tool.run(
                    ["crossbar", "--hardware", "mine.xml", "--allow-outside-files", "--json"] + arguments, in: folder)
                #expect(tool.status == 0, "\(tool.errors)")
                return try #require(try tool.json as? [String: Any])
            }
            #expect(try solution()["adc"] is NSNull)
            let result = try solution("--effects"), adc = try #require(result["adc"] as? [String: Any])
            let offsets = try #require(adc["offsets_LSB"] as? [Double]),
                gains = try #require(adc["gain_errors"] as? [Double])
            let step = try #require(adc["step_A"] as? Double), codes = try #require(adc["codes"] as? [[Int]])[0]
            #expect(
                Set(offsets).count == 4 && Set(gains).count == 4 && offsets[0] == offsets[3] && offsets[0] != offsets[4]
            )
            // 16 rows of 3 levels fit 8 bits: a level is 0.2 V · (100 µS − 1 µS)/3.
            #expect(abs(step / (0.2 * 33e-6) - 1) < 1e-12)
            let outputs = try #require(result["output_currents_A"] as? [[Double]])[0]
            let converted = try #require(adc["converted_currents_A"] as? [[Double]])[0]
            for column in 0..<16 {
                let sum = (outputs[column] - 16 * 0.2 * 1e-6) / step
                let code = Int(((1 + gains[column]) * sum + offsets[column] + 0.5).rounded(.down))
                #expect(codes[column] == max(0, code))
                #expect(abs(converted[column] - (Double(codes[column]) * step + 16 * 0.2 * 1e-6)) < 1e-15)
            }
            #expect(try (solution("--effects")["adc"] as? [String: Any])?["codes"] as? [[Int]] == [codes])
            #expect(
                try (solution("--effects", "--seed", "2")["adc"] as? [String: Any])?["offsets_LSB"] as? [Double]
                    != offsets)
            let table = try Tool.run(
                "crossbar", "--hardware", "mine.xml", "--allow-outside-files", "--effects", in: folder
            ).output
            #expect(
                table.contains("ADC offset") && table.contains("LSB")
                    && table.contains("ADCs of 8 bits in steps of 6.6 µA"), "\(table)")
        }
    }

    /// Trained, written, read, used; and nothing but what it was trained for.
    @Test func aSurrogateIsTrainedAndUsed() throws {
        try withTemporaryFolder { folder in
            let curved = hardware(#"<nonlinearity voltage="0.1 V"/>"#).replacing(
                #"source="0 Ω" sink="0 Ω""#, with: #"source="100 Ω" sink="100 Ω""#)
            try write(curved, "mine.xml", in: folder)
            try write(hardware(""), "ohmic.xml", in: folder)
            let train = [
                "crossbar", "train-surrogate", "--hardware", "mine.xml", "--allow-outside-files", "--samples", "80",
                "--seed", "3",
            ]
            let tool = try Tool.run(train + ["--output", "s.json", "--json"], in: folder)
            #expect(tool.status == 0 && tool.errors.isEmpty, "\(tool.errors)")
            let errors = try #require((tool.json as? [String: Any])?["errors"] as? [String: [String: Double]])
            #expect(
                try #require(errors["surrogate"]?["root_mean_square_A"]) < #require(
                    errors["linear"]?["root_mean_square_A"]))
            let crossbar = ["crossbar", "--hardware", "mine.xml", "--allow-outside-files", "--effects", "--json"]
            let solved = try numbers(Tool.run(crossbar, in: folder), "output_currents_A")[0]
            let learnt = try Tool.run(crossbar + ["--surrogate", "s.json"], in: folder)
            let guessed = try numbers(learnt, "output_currents_A")[0]
            #expect(zip(solved, guessed).allSatisfy { abs($0 / $1 - 1) < 0.2 && $0 != $1 }, "\(solved) \(guessed)")
            #expect((try learnt.json as? [String: Any])?["solved_by"] as? String == "surrogate")
            func expectError(_ part: String, _ arguments: [String], status: Int32 = 1) throws {
                let tool = try Tool.run(arguments, in: folder)
                #expect(tool.status == status && tool.output.isEmpty && tool.errors.contains(part), "\(tool.errors)")
            }
            let guessing = crossbar + ["--surrogate", "s.json"]
            try expectError("the surrogate was trained for 0 V to 200 mV", guessing + ["--read-voltage", "0.3 V"])
            try expectError(
                "naxdse: error: the surrogate was trained for sinks of 100 Ω, and the crossbar has 10 Ω",
                guessing + ["--sink-resistance", "10 Ω"])
            try expectError("mine.xml: error: this is no surrogate", crossbar + ["--surrogate", "mine.xml"])
            try expectError("leave --output and --effective-matrix out", guessing + ["-o", "x.svg"], status: 64)
            try expectError(
                "the cells of crossbar 'small' are ohmic",
                ["crossbar", "train-surrogate", "--hardware", "ohmic.xml", "--allow-outside-files", "-o", "t.json"])
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "t.json").path))
        }
    }

    @Test func picturesAreDrawn() throws {
        try withTemporaryFolder { folder in
            let tool = try Tool.run(
                "crossbar", "--rows", "5", "--columns", "7", "--cell-resistance", "10 kΩ", "--read-voltage", "0.2 V",
                "--row-resistance", "5 Ω", "-o", "loss.svg", "-o", "loss.png", in: folder)
            #expect(tool.status == 0, "\(tool.errors)")
            #expect(
                try Data(contentsOf: folder.appending(path: "loss.png")).prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
            #expect(
                try String(contentsOf: folder.appending(path: "loss.svg"), encoding: .utf8).contains(
                    "Current lost in each cell"))
        }
    }

    @Test(arguments: [
        (["--rows", "2", "--columns", "2"], "naxdse: error: nothing says what the cells are; give --conductances"),
        (["--cell-resistance", "1 kΩ"], "naxdse: error: the crossbar has no size; give --rows and --columns"),
        (
            ["--conductances", "g.csv"],
            "naxdse: error: nothing says what drives the rows; give --voltages or --read-voltage"
        ),
        (
            ["--conductances", "ragged.csv", "--voltages", "bad.csv"],
            "ragged.csv:2:1: error: the row has 1 value where the first has 2; give every row the same number of values, separated by commas\nbad.csv:1:3: error: 'x' is not a number"
        ),
        (["--conductances", "negative.csv", "--read-voltage", "1 V"], "negative.csv:1:3: error: '-2' is below 0 S"),
        (["--conductances", "none.csv", "--read-voltage", "1 V"], "none.csv:1:1: error: cannot be read: No such file"),
        (
            ["--conductances", "g.csv", "--voltages", "v3.csv"],
            "naxdse: error: v3.csv has 3 voltages in a line for a crossbar of 2 rows"
        ),
        (
            ["--conductances", "g.csv", "--read-voltage", "1 V", "--rows", "3"],
            "naxdse: error: --rows is 3, but there are 2 rows"
        ),
        (
            ["--conductances", "g.csv", "--read-voltage", "1 V", "--row-resistance=-1 Ω"],
            "naxdse: error: the row wire resistance is -1.0 Ω"
        ),
        (
            [
                "--conductances", "g.csv", "--read-voltage", "1 V", "--nonlinearity", "0.1 V", "--effective-matrix",
                "matrix.csv",
            ],
            "naxdse: error: a crossbar of non-linear cells has no effective conductance matrix"
        ),
        (
            ["--hardware", "nax-heterogeneous"],
            "naxdse: error: nax-heterogeneous has 4 kinds of crossbar on its chip; choose one with --crossbar"
        ),
        (["--hardware", "isaac", "--crossbar", "x7"], "naxdse: error: isaac has no crossbar 'x7'; it has '"),
    ])
    func badInputIsToldAndNothingIsWritten(_ arguments: [String], _ message: String) throws {
        try withTemporaryFolder { folder in
            try write("1e-3,3e-3\n0,0\n", "g.csv", in: folder)
            try write("1,2\n3\n", "ragged.csv", in: folder)
            try write("1,-2\n", "negative.csv", in: folder)
            try write("1,x\n", "bad.csv", in: folder)
            try write("1,2,3\n", "v3.csv", in: folder)
            let tool = try Tool.run(
                ["crossbar"] + arguments + ["-o", "out.svg"], in: folder, environment: ["NAXDSE_HOME": repository.path])
            #expect(tool.status == 1 && tool.output.isEmpty)
            #expect(tool.errors.hasPrefix(message), "\(tool.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out.csv").path))
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "matrix.csv").path))
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out.svg").path))
        }
    }

    @Test(arguments: [
        (["--row-resistance", "3 V"], "'3 V' is a voltage; a resistance is wanted, such as '2.5 Ω'"),
        (["-o", "loss.jpg"], "'loss.jpg' ends in none of .svg, .pdf and .png, the formats of figures: name it so"),
        (["--crossbar", "x"], "--crossbar names a crossbar of a hardware file: give --hardware too"),
        (["--effects"], "--effects are those of a hardware file's device: give --hardware too"),
        (["--gate-voltage", "1 V"], "--gate-voltage and --threshold-voltage go together"),
        (["--early-voltage", "1 V"], "--early-voltage is of transistors that saturate"),
        (["--rows", "0"], "--rows is 0: give a number from 1 to 16384"),
        (["--voltages", "v.csv", "--read-voltage", "1 V"], "--voltages and --read-voltage exclude each other"),
    ])
    func wrongUsageIs64(_ arguments: [String], _ message: String) throws {
        let tool = try Tool.run(["crossbar"] + arguments)
        #expect(tool.status == 64 && tool.errors.contains(message), "\(tool.errors)")
    }
}
