import Reports
import System

extension Workbench {
    /// Of naxdse; results carry it.
    public static let version = "0.2.0"
}

extension Provenance {
    /// Of a result: every file that has been read for it so far.
    package static var ofReading: Provenance {
        Provenance(version: Workbench.version, inputs: ReadLog.current?.files ?? [])
    }
}
