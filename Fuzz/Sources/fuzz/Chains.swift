import Foundation

// Depth that a file controls is what random bytes do not find: an element in itself a thousand times, a node behind a
// node behind a node. One change in sixteen is one of these; Fuzz/run gives readers a stack of half a megabyte, which
// what recurses over them is soon through with.

/// libFuzzer's own changes.
@_silgen_name("LLVMFuzzerMutate")
private func changed(_ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ most: Int) -> Int

/// What libFuzzer calls to make an input of another, in place; gives the new size.
@_cdecl("LLVMFuzzerCustomMutator")
public func change(_ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ most: Int, _ seed: UInt32) -> Int {
    guard seed % 16 == 0, size > 1, let data else { return changed(data, size, most) }
    var random = SplitMix(state: UInt64(seed))
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let isModel = ProcessInfo.processInfo.environment["FUZZ_READER"] == "onnx"
    let longer =
        isModel ? withChainOfNodes(bytes, room: most - size, &random) : repeating(bytes, room: most - size, &random)
    guard longer.count <= most else { return changed(data, size, most) }
    for (index, byte) in longer.enumerated() { data[index] = byte }
    return longer.count
}

/// Some of the bytes many times in a row; or some as often as others behind them: elements inside each other.
private func repeating(_ bytes: [UInt8], room: Int, _ random: inout SplitMix) -> [UInt8] {
    func part(from start: Int) -> Range<Int> {
        // From where something opens or closes, most often, to where it ends.
        let openings = bytes[start...].indices.filter { "<{[\"".utf8.contains(bytes[$0]) }
        let first = openings.isEmpty ? start : openings[random.below(openings.count)]
        let ends = bytes[first...].indices.prefix(400).filter { ">}]\",:".utf8.contains(bytes[$0]) }
        let last = ends.isEmpty ? min(first + 1 + random.below(40), bytes.count) : ends[random.below(ends.count)] + 1
        return first..<max(first + 1, last)
    }
    let opening = part(from: random.below(bytes.count))
    let isNested = random.below(2) == 0 && opening.upperBound < bytes.count
    let closing = isNested ? part(from: opening.upperBound) : opening.upperBound..<opening.upperBound
    let count = room / max(1, opening.count + closing.count)
    guard count > 1 else { return bytes }
    let times = 1 + random.below(count)
    var longer = Array(bytes[..<opening.lowerBound])
    for _ in 0...times { longer += bytes[opening] }
    longer += bytes[opening.upperBound..<closing.lowerBound]
    for _ in 0...(isNested ? times : 0) { longer += bytes[closing] }
    return longer + bytes[closing.upperBound...]
}

/// A model with nodes behind it, each of which reads what the one before computes: graphs that follow each other in a
/// message of Protocol Buffers are one.
private func withChainOfNodes(_ bytes: [UInt8], room: Int, _ random: inout SplitMix) -> [UInt8] {
    func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length = content.count, size: [UInt8] = []
        repeat {
            size.append(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
            length >>= 7
        } while length > 0
        return [number << 3 | 2] + size + content
    }
    func node(_ operation: String, _ inputs: [String], _ output: String) -> [UInt8] {
        field(
            7,
            field(
                1,
                inputs.flatMap { field(1, Array($0.utf8)) } + field(2, Array(output.utf8))
                    + field(4, Array(operation.utf8))))
    }
    let operations = [
        "Transpose", "Identity", "Neg", "Abs", "Floor", "Relu", "Sigmoid", "Shape", "Flatten", "Squeeze", "Dropout",
        "Sqrt", "Erf", "Add", "Mul", "Concat",
    ]
    let operation = operations[random.below(operations.count)]
    let other = operations[random.below(operations.count)]
    // A constant of the chain's own, or the input that tests and exporters call so.
    var result = bytes
    var last = ["x", "input", "q"][random.below(3)]
    if last == "q" {
        // Attribute: name, ints, and the type of a list of integers.
        let attribute = field(1, Array("value_ints".utf8)) + field(8, [2, 3]) + [0xA0, 0x01, 7]
        result += field(7, field(1, field(2, Array("q".utf8)) + field(4, Array("Constant".utf8)) + field(5, attribute)))
    }
    var number = 0
    while true {
        let next = "q\(number)"
        let kind = number % 2 == 0 ? operation : other
        let added = node(kind, ["Add", "Mul", "Concat"].contains(kind) ? [last, last] : [last], next)
        let output = field(7, field(12, field(1, Array(next.utf8))))
        guard result.count + added.count + output.count + 16 <= bytes.count + room else { break }
        result += added
        last = next
        number += 1
        if random.below(2000) == 0 { break }
    }
    return number == 0 ? bytes : result + field(7, field(12, field(1, Array(last.utf8))))
}

/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
private struct SplitMix {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ z >> 31) % UInt64(max(1, limit)))
    }
}
