import Diagnostics
import Foundation
import Hardware
import Markup
import Testing

/// Damaged hardware files are read or refused; they never end the program.
///
/// `NAXDSE_FUZZ_INPUTS` sets the number of files; each is made from a shipped one by a few random
/// changes of bytes, tokens or lines. The seed of a file is its number, so that a failure can be repeated.
@Suite struct FuzzTests {
    @Test func damagedFilesAreReadOrRefused() throws {
        let count = ProcessInfo.processInfo.environment["NAXDSE_FUZZ_INPUTS"].flatMap(Int.init) ?? 2000
        let mutator = try Mutator()
        let reader = ArchitectureReader()
        var accepted = 0
        var refused = 0
        for seed in 0..<count {
            let input = mutator.input(seed: UInt64(seed))
            do throws(InvalidInput) {
                // What is read has to be usable as well: sums of a whole chip are numbers.
                let architecture = try reader.read(bytes: input.bytes, as: input.path)
                let chip = architecture.hierarchy()
                let figures = [chip.area.si, chip.power.si, chip.leakage.si]
                #expect(figures.allSatisfy { $0.isFinite && $0 >= 0 }, "seed \(seed)")
                let floorplan = architecture.floorplan()
                for index in architecture.crossbars.indices { _ = floorplan.capacity(of: index) }
                _ = floorplan.area(instances: floorplan.fullChip())
                accepted += 1
            } catch {
                #expect(!error.diagnostics.isEmpty, "seed \(seed)")
                #expect(
                    error.diagnostics.allSatisfy {
                        $0.location.line >= 1 && $0.location.column >= 1 && !$0.message.isEmpty && !$0.hint.isEmpty
                    },
                    "seed \(seed)")
                refused += 1
            }
            if seed % 10000 == 9999 {
                print("fuzz: \(seed + 1) files, \(accepted) read, \(refused) refused, \(residentMegabytes()) MB")
            }
        }
        #expect(accepted + refused == count)
        // A mutator that breaks everything at the first byte, or nothing, would test little.
        #expect(accepted > count / 100 && refused > count / 10, "\(accepted) read, \(refused) refused")
    }

    /// Pages in memory, from /proc; 0 where there is none.
    private func residentMegabytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096 / 1_000_000
    }
}

/// Makes damaged files out of the shipped ones.
private struct Mutator {
    private let originals: [(path: String, bytes: [UInt8])]
    /// Pieces that mean something to a parser.
    private let tokens: [[UInt8]]

    init() throws {
        let shipped = try ShippedFiles()
        var originals: [(path: String, bytes: [UInt8])] = []
        for name in shipped.names(in: "hardware") {
            let path = try shipped.path("hardware/\(name).xml")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            originals.append((path, Array(text.utf8)))
            // The same with its library in place of the include, so that the library is damaged as well.
            guard let library = text.firstMatch(of: /<xi:include href="([^"]*)"[^>]*\/>/) else { continue }
            let included = try String(contentsOfFile: shipped.path("hardware/\(library.1)"), encoding: .utf8)
            let body = included.drop { $0 != ">" }.dropFirst().drop { $0.isWhitespace }
            originals.append((path, Array(text.replacing(library.0, with: body).utf8)))
        }
        self.originals = originals
        tokens = [
            "<", ">", "/>", "</", "\"", "'", "=", "&", ";", "&amp;", "&#0;", "&#x10FFFF;", "&lol;", "<!--", "-->",
            "<![CDATA[", "]]>", "<?", "?>",
            "<!DOCTYPE a [<!ENTITY lol \"ha\">]>", "<xi:include href=\"puma.xml\"/>", "<xi:include href=\"../../x\"/>",
            "<level name=\"x\">",
            "</level>", "<component ref=\"dac\"/>", "<crossbar ref=\"x128\"/>", "id=\"adc-8b\"", "like=\"adc-8b\"",
            "model=\"sar-adc\"", "count=\"",
            "0", "-1", "1e308", "1e-320", "999999999", "1000000000", "9223372036854775807", "nan", "inf", " mW", " pJ",
            "Ω", "µ", "\u{FEFF}", "\u{0}",
            "as-needed", "xmlns=\"\"", "xml:base=\"/etc/\"", "xmlns:xi=\"urn:x\"", "\r", "\n", "\t",
        ].map { Array($0.utf8) }
    }

    func input(seed: UInt64) -> (path: String, bytes: [UInt8]) {
        var random = SplitMix(state: seed)
        var (path, bytes) = originals[random.below(originals.count)]
        for _ in 0...random.below(3) { mutate(&bytes, &random) }
        return (path, bytes)
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        guard !bytes.isEmpty else { return }
        let place = random.below(bytes.count)
        switch random.below(10) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes[place] ^= 1 << UInt8(random.below(8))
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(20)))
        case 3: bytes.insert(contentsOf: tokens[random.below(tokens.count)], at: place)
        case 4: bytes.removeSubrange(place...)
        case 5: replaceNumber(in: &bytes, from: place, &random)
        case 6: replaceQuoted(in: &bytes, from: place, &random)
        default: mutateLines(&bytes, &random)
        }
    }

    /// Another number in place of the next one.
    private func replaceNumber(in bytes: inout [UInt8], from place: Int, _ random: inout SplitMix) {
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
        let numbers = ["0", "1", "2", "7", "16", "33", "1000000000", "99999999999999999999", "0.5", "1e9", "-3"]
        bytes.replaceSubrange(start..<end, with: Array(numbers[random.below(numbers.count)].utf8))
    }

    /// Another value of the same file, or a token, in place of the next value in quotation marks.
    private func replaceQuoted(in bytes: inout [UInt8], from place: Int, _ random: inout SplitMix) {
        func quoted(from place: Int) -> Range<Int>? {
            guard let open = bytes[place...].firstIndex(of: UInt8(ascii: "\"")), open + 1 < bytes.count,
                let close = bytes[(open + 1)...].firstIndex(of: UInt8(ascii: "\""))
            else { return nil }
            return open + 1..<close
        }
        guard let target = quoted(from: place) else { return }
        if random.below(2) == 0, let source = quoted(from: random.below(bytes.count)) {
            bytes.replaceSubrange(target, with: Array(bytes[source]))
        } else {
            bytes.replaceSubrange(target, with: tokens[random.below(tokens.count)])
        }
    }

    /// A line taken out, doubled, or swapped with another.
    private func mutateLines(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        let (one, other) = (random.below(lines.count), random.below(lines.count))
        switch random.below(3) {
        case 0: lines.remove(at: one)
        case 1: lines.insert(lines[one], at: other)
        default: lines.swapAt(one, other)
        }
        bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers from the same seed everywhere.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Below a small number; its bias is beside the point here.
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
