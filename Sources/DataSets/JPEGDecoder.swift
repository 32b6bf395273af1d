import Diagnostics
import System

/// Decodes JPEG files with libjpeg-turbo (https://libjpeg-turbo.org), which is opened when the first image asks for it:
/// the tool runs without, as long as nobody gives it JPEG files.
///
/// Uses the TurboJPEG interface of version 1.4 and later, whose functions take plain numbers and pointers.
struct JPEGDecoder: Sendable {
    private typealias Create = @convention(c) () -> UnsafeMutableRawPointer?
    private typealias Destroy = @convention(c) (UnsafeMutableRawPointer?) -> CInt
    private typealias Header =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, CUnsignedLong, UnsafeMutablePointer<CInt>,
            UnsafeMutablePointer<CInt>,
            UnsafeMutablePointer<CInt>, UnsafeMutablePointer<CInt>
        ) -> CInt
    private typealias Decompress =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, CUnsignedLong, UnsafeMutablePointer<UInt8>?, CInt, CInt,
            CInt, CInt, CInt
        ) -> CInt

    private let create: Create
    private let destroy: Destroy
    private let header: Header
    private let decompress: Decompress

    /// File names under which systems have the library.
    static let libraries = ["libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.0.dylib", "libturbojpeg.dylib"]

    /// - Throws: when the library is not installed.
    init() throws(InvalidInput) {
        for name in Self.libraries {
            guard let library = DynamicLibrary(anyOf: [name]) else { continue }
            guard let create: Create = library.function("tjInitDecompress"),
                let destroy: Destroy = library.function("tjDestroy"),
                let header: Header = library.function("tjDecompressHeader3"),
                let decompress: Decompress = library.function("tjDecompress2")
            else { continue }
            (self.create, self.destroy, self.header, self.decompress) = (create, destroy, header, decompress)
            return
        }
        throw DataSet.failure(
            Self.libraries[0], "JPEG images need libjpeg-turbo, which is not installed",
            "install it (Debian: libturbojpeg0)")
    }

    /// Red, green and blue planes one after the other.
    ///
    /// - Throws: when the bytes are no JPEG image of that size.
    func pixels(_ bytes: [UInt8], of file: String, width: Int, height: Int) throws(InvalidInput) -> [UInt8] {
        let handle = create()
        defer { _ = destroy(handle) }
        var (found, rows, subsampling, colours): (CInt, CInt, CInt, CInt) = (0, 0, 0, 0)
        guard handle != nil,
            header(handle, bytes, CUnsignedLong(bytes.count), &found, &rows, &subsampling, &colours) == 0
        else {
            throw DataSet.failure(file, "this is no JPEG image, or it is damaged", "copy the file again")
        }
        guard Int(found) == width, Int(rows) == height else {
            throw DataSet.failure(
                file, "the image has \(found)×\(rows) pixels", "this data set has images of \(width)×\(height)")
        }
        var interleaved = [UInt8](repeating: 0, count: width * height * 3)
        // Format 0 is RGB; flag 4096 asks for the accurate inverse transform, as libjpeg's programs use it.
        guard decompress(handle, bytes, CUnsignedLong(bytes.count), &interleaved, found, 0, rows, 0, 4096) == 0 else {
            throw DataSet.failure(file, "the image is damaged", "copy the file again")
        }
        let plane = width * height
        return (0..<3 * plane).map { interleaved[$0 % plane * 3 + $0 / plane] }
    }
}
