import System

/// Trials in a row, packed: what a storage keeps and what becomes durable at once.
///
/// Points and outcomes are two byte strings, each closed by the CRC-32 of what
/// is before it, so that a damaged file is noticed and not believed.
public struct TrialBlock: Hashable, Sendable {
    /// The number of its first trial.
    public var first: Int
    /// How many trials it holds.
    public var count: Int
    /// Their points as ``TrialCodec`` packs them: the bytes of ``PointCodec``, then their CRC-32.
    public var points: [UInt8]
    /// Their outcomes as ``TrialCodec`` packs them, then their CRC-32.
    public var outcomes: [UInt8]

    /// Points and outcomes are as ``TrialCodec`` packs them, of `count` trials each.
    public init(first: Int, count: Int, points: [UInt8], outcomes: [UInt8]) {
        self.first = first
        self.count = count
        self.points = points
        self.outcomes = outcomes
    }

    /// The numbers of its trials.
    public var range: Range<Int> { first..<first + count }

    /// A checksum of the whole: of its numbers and of the two strings' own checksums, so that strings of different
    /// blocks, or under other numbers, do not pass.
    var seal: UInt32 { crc32(Array("\(first) \(count) ".utf8) + points.suffix(4) + outcomes.suffix(4)) }
}

/// Packs a study's trials and unpacks them.
public struct TrialCodec: Sendable {
    /// How points are laid out.
    public let points: PointCodec
    let objectives: [Objective]
    /// Bytes an outcome: the objectives' values, then the excess, 8 bytes each.
    private var stride: Int { 8 * (objectives.count + 1) }

    /// - Parameter objectives: their number and directions, by which costs are found again from the stored values.
    public init(space: Space, objectives: [Objective]) {
        points = PointCodec(space)
        self.objectives = objectives
    }

    /// The bytes of points, checksum included.
    /// - Returns: nil where one of them is no point of the space.
    public func pack(_ trialPoints: ArraySlice<Point>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(trialPoints.count * points.stride + 4)
        for point in trialPoints {
            guard points.append(point, to: &bytes) else { return nil }
        }
        seal(&bytes)
        return bytes
    }

    /// The bytes of outcomes, checksum included. The reasons of those that have one follow the numbers of all: the
    /// place among the outcomes and the length, 4 bytes each, and the text in UTF-8.
    public func pack(_ outcomes: [Outcome]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(outcomes.count * stride + 4)
        for outcome in outcomes {
            for value in outcome.values { append(value.bitPattern, to: &bytes) }
            append(outcome.excess.bitPattern, to: &bytes)
        }
        for (index, outcome) in outcomes.enumerated() {
            guard let reason = outcome.reason else { continue }
            append(UInt32(index), to: &bytes)
            append(UInt32(reason.utf8.count), to: &bytes)
            bytes += reason.utf8
        }
        seal(&bytes)
        return bytes
    }

    /// The block's trials.
    /// - Throws: `StorageError` where the block is damaged or of another space.
    public func trials(of block: TrialBlock) throws(StorageError) -> [Trial] {
        try checkPoints(of: block)
        let results = try outcomes(of: block)
        var trials: [Trial] = []
        trials.reserveCapacity(block.count)
        for index in 0..<block.count {
            trials.append(
                Trial(number: block.first + index, point: try point(at: index, of: block), outcome: results[index]))
        }
        return trials
    }

    /// The outcomes alone.
    /// - Throws: `StorageError` where they are damaged.
    public func outcomes(of block: TrialBlock) throws(StorageError) -> [Outcome] {
        let numbers = block.count * stride
        guard block.outcomes.count >= numbers + 4, isSealed(block.outcomes, bytes: block.outcomes.count - 4) else {
            throw .damagedTrials(block.range)
        }
        let reasons = try reasons(in: block.outcomes[numbers..<block.outcomes.count - 4], of: block)
        var results: [Outcome] = []
        results.reserveCapacity(block.count)
        block.outcomes.withUnsafeBytes { bytes in
            func number(_ place: Int) -> Double {
                Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            }
            for index in 0..<block.count {
                let start = index * stride
                results.append(
                    Outcome(
                        values: objectives.indices.map { number(start + 8 * $0) },
                        excess: number(start + 8 * objectives.count), reason: reasons[index], objectives: objectives))
            }
        }
        return results
    }

    /// By the places of the outcomes that have one.
    private func reasons(in bytes: ArraySlice<UInt8>, of block: TrialBlock) throws(StorageError) -> [Int: String] {
        var reasons: [Int: String] = [:]
        var rest = bytes
        while !rest.isEmpty {
            guard rest.count >= 8 else { throw .damagedTrials(block.range) }
            let (index, length) = (word(in: rest.prefix(4)), word(in: rest.dropFirst(4).prefix(4)))
            rest = rest.dropFirst(8)
            guard index < block.count, length <= rest.count else { throw .damagedTrials(block.range) }
            reasons[index] = String(decoding: rest.prefix(length), as: UTF8.self)
            rest = rest.dropFirst(length)
        }
        return reasons
    }

    /// - Throws: `StorageError` where the points are damaged.
    func checkPoints(of block: TrialBlock) throws(StorageError) {
        guard isSealed(block.points, bytes: block.count * points.stride) else { throw .damagedTrials(block.range) }
    }

    /// Of a block that has been checked.
    package func point(at index: Int, of block: TrialBlock) throws(StorageError) -> Point {
        guard let point = points.point(at: index, in: block.points) else { throw .damagedTrials(block.range) }
        return point
    }
}

private func append(_ word: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
}

/// The number that four bytes are, the least first.
private func word(in bytes: ArraySlice<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }

private func seal(_ bytes: inout [UInt8]) {
    withUnsafeBytes(of: crc32(bytes).littleEndian) { bytes.append(contentsOf: $0) }
}

private func isSealed(_ bytes: [UInt8], bytes length: Int) -> Bool {
    guard bytes.count == length + 4 else { return false }
    let stated = bytes[length...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return crc32(bytes[..<length]) == stated
}
