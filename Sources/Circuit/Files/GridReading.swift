import Diagnostics
import Quantities
import System

extension Grid {
    /// Reads comma-separated values: one line per row, a value per column.
    ///
    /// ```swift
    /// let cells = try Grid<Dimensions.Conductance>.reading("cells.csv", atLeast: .zero).grid
    /// ```
    ///
    /// A value is a number in the SI unit ("5e-6") or a quantity ("5 µS"), in quotation marks or not, with
    /// spaces around it or not. Empty lines and lines that start with `#` are skipped.
    ///
    /// - Parameter least: values below it are errors.
    /// - Throws: everything that is wrong, each at its line and column (up to ``GridText/problemLimit``
    ///   of them): what is not a number or not finite, missing values, lines of different lengths,
    ///   a file without values, a file that cannot be read.
    public static func reading(
        _ path: String, atLeast least: Quantity<D>? = nil
    ) throws(InvalidInput) -> (grid: Grid, file: InputFile) {
        let bytes = try bytesOfFile(path)
        let grid = try Grid(csv: bytes, as: path, atLeast: least)
        return (grid, InputFile(path: path, sha256: sha256(bytes)))
    }

    /// As ``reading(_:atLeast:)``, of bytes that are told to be the content of the file at `path`.
    public init(csv bytes: [UInt8], as path: String, atLeast least: Quantity<D>? = nil) throws(InvalidInput) {
        var text = GridText(bytes, path: path)
        var values: [Double] = []
        var rows = 0
        var columns: Int?
        while let fields = text.nextLine() {
            guard fields.count == columns ?? fields.count else {
                text.problem(
                    at: fields.last!,
                    "the row has \(fields.count) value\(fields.count == 1 ? "" : "s") where the first has \(columns!)",
                    hint: "give every row the same number of values, separated by commas")
                if text.isGivenUp { break }
                continue
            }
            columns = fields.count
            rows += 1
            for field in fields {
                switch Result(catching: { () throws(GridText.Problem) in try field.value(of: D.self, atLeast: least) })
                {
                case .success(let value): values.append(value)
                case .failure(let problem): text.problem(at: field, problem.message, hint: problem.hint)
                }
                if text.isGivenUp { break }
            }
            if text.isGivenUp { break }
        }
        if rows == 0, !text.problems.hasErrors {
            text.problems.error(
                at: SourceLocation(file: path, line: 1, column: 1), "there are no values",
                hint: "give one line per row, values separated by commas")
        }
        try text.problems.throwIfAny()
        self.init(rows: rows, columns: columns ?? 0, si: values)
    }
}
