/// What to know of an attribute of the whole chip that is varied.
///
/// - Parameter path: as `AttributePath` writes it.
/// - Returns: nil for one of which there is nothing to know.
func noteOnVarying(_ path: String) -> String? {
    switch path {
    case "hardware/@technology", "@technology":
        "\(path) changes the area of cells without an area of their own, and nothing else: figures of parts do not follow the chip's node; "
            + "vary the technology of parts `like` others with model=\"technology\""
    case "hardware/@clock", "@clock":
        "\(path) changes no figure: the time of an action says how long a part takes; vary that"
    default: nil
    }
}
