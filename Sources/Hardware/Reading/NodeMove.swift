import Diagnostics
import Markup
import Quantities

/// The node and supply that the figures of a library, or of a hardware file itself, are for, and those that they are
/// taken at.
///
/// ```xml
/// <library name="lib-32nm" technology="32 nm" …>                          what its figures are for
/// <xi:include href="lib-32nm.xml" technology="7 nm"/>                    what they are taken at
/// <xi:include href="lib-32nm.xml" technology="chip"/>                    the node of the chip, whichever it is
/// ```
struct NodeMove: Hashable {
    /// What the figures are for; nil where it is not stated.
    var figures: Length?
    /// What they are taken at; nil where they stay what they are.
    var target: Length?
    /// The node of the chip, which models take where nothing else is said.
    var chip: Length?
    var figuresSupply: Voltage?
    /// Of the chip.
    var supply: Voltage?
    /// How the figures follow the supply.
    var law = SupplyLaw()
    /// Where the target is written.
    var location: SourceLocation?

    /// Whether figures have to be moved.
    var moves: Bool {
        guard let figures, let target else { return false }
        if abs(target / figures - 1) > 1e-9 { return true }
        guard let figuresSupply, let supply else { return false }
        return abs(supply / figuresSupply - 1) > 1e-9
    }

    /// - Parameters:
    ///   - element: a `<library>`, or the `<hardware>`.
    ///   - chip: the `<hardware>`, or the `<library>` that is read on its own.
    init(of element: Element, chip: Element, _ problems: inout Problems) {
        // Both are checked where the chip is read.
        var unheard = Problems()
        self.chip = chip.name == "hardware" ? chip.quantity("technology", in: .technology, &unheard) : nil
        supply = chip.name == "hardware" ? chip.quantity("supply", in: .supply, &unheard) : nil
        let (stated, wanted) =
            element.name == "hardware" ? ("figures-technology", "technology") : ("technology", "taken-at")
        figures = element.quantity(stated, in: .technology, &problems)
        figuresSupply =
            element.name == "hardware"
            ? element.quantity("figures-supply", in: .supply, &problems)
            : element.quantity("supply", in: .supply, &problems)
        // Figures that say no more than their supply are for the node of the chip.
        if element.name == "hardware", figures == nil, figuresSupply != nil { figures = self.chip }
        if let stated = element.child("supply-law") { law = SupplyLaw(stated, reference: figuresSupply, &problems) }
        guard let attribute = element.attribute(wanted), element.name == "library" || figures != nil else { return }
        location = attribute.valueLocation
        if attribute.value == "chip", element.name == "library" {
            target = self.chip
        } else {
            var found = Problems()
            target = element.quantity(wanted, in: .technology, &found)
            if element.name == "library" { problems.append(found.diagnostics) }
        }
        guard element.name == "library", figures == nil else { return }
        problems.error(
            at: attribute.valueLocation, "the library does not say which node its figures are for",
            hint: "add technology=\"32 nm\", theirs, to <library name=\"\(element.attribute("name")?.value ?? "…")\">")
    }
}
