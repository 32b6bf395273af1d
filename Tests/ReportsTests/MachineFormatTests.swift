import Foundation
import Reports
import Testing

@Suite struct MachineFormatTests {
    @Test func csvQuotesWhatRFC4180AsksFor() {
        let csv = CSV(
            header: ["hardware", "energy_J"],
            rows: [
                ["a,b", .number(1.25e-5)], ["say \"x\"", .integer(3)], ["two\r\nlines", .empty],
                ["plain", .number(.infinity)],
            ])
        #expect(
            csv.text
                == "hardware,energy_J\r\n\"a,b\",1.25e-05\r\n\"say \"\"x\"\"\",3\r\n\"two\r\nlines\",\r\nplain,\r\n")
    }

    /// What a spreadsheet would run is text to it; numbers stay numbers.
    @Test(arguments: [
        ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""), ("+1+1", "\"'+1+1\""), ("-2+3", "\"'-2+3\""),
        ("@SUM(A1)", "\"'@SUM(A1)\""),
        (" =1", "\"' =1\""), ("-5", "-5"), ("+2e-3", "+2e-3"), ("a=b", "a=b"), ("-", "\"'-\""),
    ]) func csvCellsAreNeverRun(text: String, written: String) {
        #expect(CSV(header: ["a"], rows: [[.text(text)]]).body == written + "\r\n")
    }

    @Test func jsonEscapesWhatATerminalWouldActOn() {
        #expect(JSON.string("a\u{1B}\u{9B}\u{7F}\u{2028}Ω").line == "\"a\\u001b\\u009b\\u007f\\u2028Ω\"")
    }

    @Test func nothingHasASign() {
        #expect(JSON.number(-0.0).line == "0.0" && CSV(header: ["a"], rows: [[.number(-0.0)]]).body == "0.0\r\n")
    }

    @Test func jsonKeepsTheOrderOfKeysAndReadsBack() throws {
        let json: JSON = [
            "zeta": 1, "alpha": [.number(0.1), nil, true, "é \"\\\n\u{01}"], "empty": .object([]), "none": .array([]),
        ]
        #expect(
            json.text == """
                {
                  "zeta": 1,
                  "alpha": [
                    0.1,
                    null,
                    true,
                    "é \\"\\\\\\n\\u0001"
                  ],
                  "empty": {},
                  "none": []
                }

                """)
        for text in [json.text, json.line] {
            let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect((read["alpha"] as? [Any])?.last as? String == "é \"\\\n\u{01}")
        }
    }

    @Test(arguments: [
        0.1, 1.0 / 3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e21, -0.0, 123_456_789_012_345_680, 2.3e-10,
    ])
    func numbersReadBackAsTheyWere(number: Double) throws {
        let read = try JSONDecoder().decode([Double].self, from: Data(JSON.array([.number(number)]).line.utf8))
        #expect(read == [number])
    }

    @Test func whatIsNoNumberIsNull() {
        #expect(JSON.array([.number(.nan), .number(.infinity)]).line == "[null,null]")
    }
}
