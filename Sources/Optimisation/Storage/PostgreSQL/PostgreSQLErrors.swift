extension StorageError {
    /// A failure in the user's words, by PostgreSQL's code for it ("PostgreSQL Error Codes" in its manual).
    init(_ failure: PostgreSQLFailure, _ location: String) {
        let said = failure.message
        switch failure.state {
        case "53100":
            self.init(
                .full, "the server's disk is full: \(location) could not grow (\(said))",
                hint: "make room and resume; nothing that was stored is lost")
        case "42501":
            self.init(
                .readOnly, "role '\(failure.role)' has not the rights that this takes in \(location) (\(said))",
                hint: Self.grants)
        case "25006":
            self.init(
                .readOnly, "\(location) takes no changes: the server is a standby, or was made read-only (\(said))",
                hint: "name the server that takes changes")
        case "55P03":
            self.init(
                .locked, "\(location) is locked by another process (\(said))", hint: "wait for that process, or end it")
        case "57014":
            self.init(
                .inaccessible, "a statement in \(location) was cancelled on the server (\(said))",
                hint:
                    "somebody cancelled it, or statement_timeout is too short for it; resume: nothing that was stored is lost"
            )
        case "57P01":
            self.init(
                .inaccessible, "the server ended the connection to \(location), or was stopped (\(said))",
                hint: "ask its administrator why, and resume; nothing that was stored is lost")
        case "57P04":
            self.init(
                .inaccessible, "the database of \(location) was dropped (\(said))",
                hint: "restore it from a copy, or begin the study again")
        case "57P05", "25P03":
            self.init(
                .inaccessible,
                "the server ended the connection to \(location), which was idle for longer than it allows (\(said))",
                hint: "raise idle_session_timeout, and resume; nothing that was stored is lost")
        case "53300":
            self.init(
                .inaccessible, "\(location) takes no more connections (\(said))",
                hint: "raise the server's max_connections, or start fewer workers")
        case let state where state.hasPrefix("XX") || state.hasPrefix("58"):
            self.init(
                .damaged, "\(location) is damaged (\(said))",
                hint: "see the server's log; restore the database from a copy")
        case let state where state.hasPrefix("42") || state.hasPrefix("22") || state.hasPrefix("23"):
            self.init(
                .damaged, "\(location) is not in the form that this version writes (\(said))",
                hint: "restore it from a copy")
        case _ where failure.isConnectionLost:
            self.init(
                .inaccessible, "the connection to \(location) is lost (\(said))",
                hint: "see that the server runs, and resume; nothing that was stored is lost")
        default:
            self.init(.inaccessible, "\(location): \(said)", hint: "see the server's log")
        }
    }

    /// What the owner of a database does for a role that is to work on its studies.
    static var grants: String {
        "have the database's owner GRANT it CREATE on the database to begin the first study, or, once there are studies, "
            + "USAGE ON SCHEMA naxdse and SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA naxdse (to read them: SELECT)"
    }
}
