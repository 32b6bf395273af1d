import Optimisation
import System

/// A file of studies, or a server, that need not be there.
package struct StudiesPlace {
    package var name = "studies.sqlite"
    package var patience = 60.0
    /// Told what is being waited for.
    package var notice: @Sendable (String) -> Void = { _ in }

    package init(
        name: String = "studies.sqlite", patience: Double = 60.0,
        notice: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.name = name
        self.patience = patience
        self.notice = notice
    }

    /// The studies that are there; none where there is no file.
    package func studies() throws(StorageError) -> [Study] {
        let location = StudyLocation(name)
        if case .file(let path) = location, PathKind(path) == nil { return [] }
        let storage = try location.open(.readOnly, patience: patience, notice: notice)
        let studies = try storage.studies()
        try storage.close()
        return studies
    }
}
