import Diagnostics
import Optimisation

/// Why a study has no feasible design, and what to do about it.
package func noDesign(in study: Study, _ results: StudyResults) -> InputError {
    let record = study.record, trials = "\(study.trials) trial\(study.trials == 1 ? "" : "s")"
    let reason =
        results.reasons.first.map { "\($0.words)\($0.count == study.trials ? "" : " (\($0.count) of them)")" } ?? ""
    if study.trials == 0 { return InputError("study '\(record.name)' has no trials yet", hint: "resume it") }
    guard let nearest = results.nearest else {
        return InputError(
            "none of the \(trials) of study '\(record.name)' could be built: \(reason)",
            hint:
                "let the search choose, or the hardware offer, what can be built, and begin another study; `naxdse search show \(record.name)` counts all reasons"
        )
    }
    let failed = results.failed == 0 ? "" : ", \(results.failed) of which could not be built: \(reason)"
    let beyond = "the nearest, trial \(nearest.trial), is \((100 * nearest.excess).text(significant: 3)) % beyond"
    return record.constraints.isEmpty
        ? InputError(
            "no design among the \(trials) of study '\(record.name)' fits the largest chip that its hardware allows; \(beyond)\(failed)",
            hint: "resume it, allow a larger chip (at-most), or let the search choose smaller designs")
        : InputError(
            "study '\(record.name)' has no feasible design among its \(trials); \(beyond) its limits\(failed)",
            hint: "resume it, or loosen its constraints")
}

/// The place of an objective that a user names; the first where none is named.
package func objectiveIndex(_ name: String?, in record: StudyRecord) throws -> Int {
    guard let name else { return 0 }
    if let index = record.objectives.firstIndex(where: { $0.measure.rawValue == name.lowercased() }) { return index }
    let names = record.objectives.map { "'\($0.measure)'" }.joined(separator: ", ")
    throw InputError("'\(name)' is no objective of study '\(record.name)'", hint: "its objectives are \(names)")
}
