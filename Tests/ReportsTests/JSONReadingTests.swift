import Foundation
import Testing

@testable import Reports

@Suite struct JSONReadingTests {
    private func read(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

    @Test func valuesAreReadAsTheyAreWritten() throws {
        #expect(
            try read(#" {"a": [1, -2.5, 1e3, true, false, null], "b": {"c": "d"}, "a": 0} "#)
                == .object([
                    .init("a", [1, -2.5, 1000.0, true, false, nil]), .init("b", ["c": "d"]), .init("a", 0),
                ]))
        #expect(try read("[]") == [] && read("{}") == [:] && read("\t7\r\n") == 7)
        #expect(try read(#""\"\\\/\b\f\n\r\té😀é""#) == .string("\"\\/\u{08}\u{0C}\n\r\té😀é"))
        #expect(try read("9223372036854775807") == .integer(.max) && read("-9223372036854775808") == .integer(.min))
        #expect(try read("9223372036854775808") == .number(9.223372036854775808e18))
        #expect(try read("-0") == .number(-0.0) && read("0") == .integer(0) && read("0.1") == .number(0.1))
        // A file's name that is no UTF-8, as Python writes it.
        #expect(try read(#""a\udce9""#) == .string("a\u{10FFE9}"))
    }

    @Test(arguments: [
        "", " ", "nul", "truefalse", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "+1", "1e",
        "--1", "1e999", "\"", "\"\\x\"", "\"\\u12\"",
        "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "[1]]", "1 2", "NaN", "Infinity", "\u{FEFF}1",
        "\"\\u+123\"",
    ])
    func whatIsNoJSONIsAnError(text: String) {
        #expect(throws: JSONError.self) { try read(text) }
    }

    @Test func anErrorSaysWhere() {
        #expect(throws: JSONError(problem: "no value begins so", column: 8)) { try read(#"{"a": [oops]}"#) }
        #expect(throws: JSONError(problem: "a string is not UTF-8", column: 2)) {
            try JSON(parsing: [0x22, 0xFF, 0x22])
        }
    }

    @Test func depthHasALimitAndNoStackIsLost() throws {
        let most = JSON.mostDepth
        #expect(throws: Never.self) {
            try read(String(repeating: "[", count: most) + String(repeating: "]", count: most))
        }
        for opening in ["[", "{\"a\":"] {
            #expect(throws: JSONError.self) { try read(String(repeating: opening, count: 1_000_000)) }
        }
    }

    /// What is written is read again, and as Foundation reads it.
    @Test func writingAndReadingAreInverse() throws {
        var random = SystemRandomNumberGenerator()
        func value(_ depth: Int) -> JSON {
            switch Int.random(in: 0..<(depth > 4 ? 5 : 7), using: &random) {
            case 0: .null
            case 1: .boolean(.random(using: &random))
            case 2: .integer(.random(in: .min ... .max, using: &random))
            case 3:
                .number(
                    Double(
                        sign: .plus, exponent: .random(in: -300...300, using: &random),
                        significand: .random(in: 1..<2, using: &random)) + 0.5)
            case 4:
                .string(
                    String(
                        String.UnicodeScalarView(
                            (0..<8).compactMap { _ in Unicode.Scalar(UInt32.random(in: 1...0x2FF, using: &random)) })))
            case 5: .array((0..<3).map { _ in value(depth + 1) })
            default: .object((0..<3).map { .init("k\($0)", value(depth + 1)) })
            }
        }
        for _ in 0..<200 {
            let written = JSON.array([value(0)])
            #expect(try read(written.line) == written, "\(written.line)")
            #expect(try read(written.text) == written)
            let ours = try JSONSerialization.jsonObject(with: Data(written.line.utf8)) as? NSArray
            let again = try JSONSerialization.jsonObject(with: Data(read(written.line).line.utf8)) as? NSArray
            #expect(ours == again)
        }
    }

    /// Bytes that are changed at random are read or refused.
    @Test func noBytesTrapTheReader() {
        var random = SystemRandomNumberGenerator()
        let text = Array(
            #"{"jsonrpc":"2.0","id":1,"method":"points","params":{"handle":1,"points":[{"a":"é😀","b":-1.5e-3},[1,null,true]]}}"#
                .utf8)
        for _ in 0..<20_000 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
                case 1: bytes.remove(at: Int.random(in: 0..<bytes.count, using: &random))
                default: bytes = Array(bytes.prefix(max(1, Int.random(in: 0..<bytes.count, using: &random))))
                }
            }
            _ = try? JSON(parsing: bytes)
        }
    }
}
