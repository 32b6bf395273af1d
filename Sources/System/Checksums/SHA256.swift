internal import CSHA256

/// The SHA-256 digest of some bytes in hexadecimal, as `sha256sum` prints it (FIPS 180-4).
///
/// For provenance, not for secrets: nothing here is constant-time.
/// - Complexity: O(bytes).
public func sha256(_ bytes: some Collection<UInt8>) -> String {
    var digest = SHA256()
    if bytes.withContiguousStorageIfAvailable({ digest.update(UnsafeRawBufferPointer($0)) }) == nil {
        Array(bytes).withUnsafeBytes { digest.update($0) }
    }
    return digest.finish()
}

/// The digest of bytes that come piece by piece.
///
/// ```swift
/// var digest = SHA256()
/// while let piece = next() { digest.update(piece) }
/// digest.finish()             // 64 hexadecimal digits
/// ```
public struct SHA256: Sendable {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    /// What does not fill a block yet.
    private var rest: [UInt8] = []
    private var length: UInt64 = 0

    /// Of no bytes yet.
    public init() {}

    /// Adds bytes behind those before. O(bytes).
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length += UInt64(bytes.count)
        var start = 0
        if !rest.isEmpty {
            start = min(64 - rest.count, bytes.count)
            rest += bytes[..<start]
            guard rest.count == 64 else { return }
            rest.withUnsafeBufferPointer { csha256_blocks(&state, $0.baseAddress!, 1) }
            rest = []
        }
        let blocks = (bytes.count - start) / 64
        if blocks > 0 {
            csha256_blocks(&state, bytes.baseAddress!.assumingMemoryBound(to: UInt8.self) + start, blocks)
            start += 64 * blocks
        }
        rest += bytes[start...]
    }

    /// The rest, a one bit, zeros, and the length in bits fill one block or two.
    public mutating func finish() -> String {
        var tail = rest + [0x80]
        tail += [UInt8](repeating: 0, count: (120 - tail.count) % 64)
        for shift in stride(from: 56, through: 0, by: -8) {
            tail.append(UInt8(truncatingIfNeeded: (length * 8) >> UInt64(shift)))
        }
        tail.withUnsafeBufferPointer { csha256_blocks(&state, $0.baseAddress!, $0.count / 64) }
        return state.map(hexadecimal).joined()
    }
}

private func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
}
