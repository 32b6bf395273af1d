import ArgumentParser
import Reports

/// `--output FIGURE.svg` and `--width`: a figure for a paper, with its data beside it.
struct FigureOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Write a figure to this SVG file, and its data to a CSV file beside it.", completion: .file(extensions: ["svg"]))
    var output: String?

    @Option(help: "How wide the figure is: column (3.5 in) or page (7.16 in).")
    var width: PaperWidth = .page

    func validate() throws {
        guard let output else { return }
        guard output.lowercased().hasSuffix(".svg") || output.hasPrefix("/dev/") else {
            throw ValidationError("'\(output)' does not end in .svg, the one format of figures: name it so")
        }
    }

    /// Writes both files where a figure is asked for.
    ///
    /// A device takes the figure alone.
    func write(_ figure: (PaperWidth) -> String, data: () -> CSV) throws(FileError) {
        guard let output else { return }
        try AtomicFile.write(figure(width), to: output)
        if !output.hasPrefix("/dev/") { try AtomicFile.write(data().text, to: output.dropLast(4) + ".csv") }
    }
}

extension PaperWidth: ExpressibleByArgument {}
