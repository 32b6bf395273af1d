extension StorageError {
    /// A failure in the user's words.
    init(_ failure: PostgreSQLFailure, _ location: String) {
        let said = failure.message
        switch failure.state {
        case "53100":
            self.init(.full, "the server's disk is full: \(location) could not grow (\(said))", hint: "make room and resume; nothing that was stored is lost")
        case "42501", "25006":
            self.init(.readOnly, "\(location) cannot be written (\(said))", hint: "have its owner grant you CREATE on the database, and all rights to schema naxdse once that is there")
        case "55P03", "57014":
            self.init(.locked, "\(location) is locked by another process (\(said))", hint: "wait for that process, or end it")
        case "53300":
            self.init(.inaccessible, "\(location) takes no more connections (\(said))", hint: "raise the server's max_connections, or start fewer workers")
        case let state where state.hasPrefix("XX") || state.hasPrefix("58"):
            self.init(.damaged, "\(location) is damaged (\(said))", hint: "see the server's log; restore the database from a copy")
        case let state where state.hasPrefix("42") || state.hasPrefix("22") || state.hasPrefix("23"):
            self.init(.damaged, "\(location) is not in the form that this version writes (\(said))", hint: "restore it from a copy")
        case _ where failure.isConnectionLost:
            self.init(.inaccessible, "the connection to \(location) is lost (\(said))", hint: "see that the server runs, and resume; nothing that was stored is lost")
        default:
            self.init(.inaccessible, "\(location): \(said)", hint: "see the server's log")
        }
    }
}
