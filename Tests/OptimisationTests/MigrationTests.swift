import Foundation
import GRDB
import Testing

@testable import Optimisation

/// A file that an earlier version wrote is brought up to date with all that is in it.
@Suite struct MigrationTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// The first version's own file, and what that version said is in it.
    @Test func theFirstVersionsFileHasItsTrials() throws {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        let dump = try String(contentsOf: fixtures.appending(path: "version-1.sql"), encoding: .utf8)
        try DatabaseQueue(path: folder["old"]).inDatabase { try $0.execute(sql: dump) }

        let looked = #expect(throws: StorageError.self) { try SQLiteStorage(folder["old"], .readOnly) }
        #expect(
            looked?.kind == .readOnly && looked?.hint.contains("brings it up to date") == true,
            "who only looks changes nothing")
        let storage = try SQLiteStorage(folder["old"], .existing)
        let study = try #require(try storage.studies().first)
        #expect(study.record.name == "evolved" && study.record.seed == 4 && study.trials == 50 && !study.isFinished)
        #expect(try storage.snapshot(of: study)?.trials == 50)
        #expect(try storage.workers(of: study).isEmpty)

        let codec = TrialCodec(space: study.record.space, objectives: study.record.objectives)
        let trials = try storage.blocks(of: study, startingIn: 0..<1000).flatMap { try codec.trials(of: $0) }
        let export = try String(contentsOf: fixtures.appending(path: "version-1.csv"), encoding: .utf8)
        #expect(
            [
                "trial,energy_J,delay_s,area_mm2,excess,"
                    + study.record.space.parameters.map(\.name).joined(separator: ",")
            ]
                + trials.map { trial in
                    let (energy, delay, area) = (
                        trial.outcome.values[0], trial.outcome.values[1], trial.outcome.values[2]
                    )
                    let choices = zip(study.record.space.parameters, trial.point.values).map { $0.domain.text(of: $1) }
                    return "\(trial.number),\(energy),\(delay),\(area * 1e6),\(trial.outcome.excess),"
                        + choices.joined(separator: ",")
                } == export.split(whereSeparator: \.isNewline).map(String.init))
        // Brought up to date once, it can be looked at.
        #expect(try SQLiteStorage(folder["old"], .readOnly).study(named: "evolved") == study)
    }

    /// The first step of the migrations made the earlier version's tables; a worker of that version was killed at work.
    @Test func aStudyOfTheFirstVersionGoesOnAsIfNothingHadBeen() throws {
        let problem = try sampleProblem(layers: 3)
        let record = try StudyRecord("s", problem, climber)
        func run(_ storage: SQLiteStorage, _ study: Study, until target: Int) throws {
            _ = try StudyRunner(study, in: storage, problem: problem, strategy: climber, evaluator: TableEvaluator())
                .run(until: target)
        }
        let alone = try SQLiteStorage.inMemory()
        let study = try alone.create(record)
        // Five whole batches: there a run ends with a snapshot.
        try run(alone, study, until: 45)
        let old = try DatabaseQueue(path: folder["old"])
        try SQLiteSchema.migrator.migrate(old, upTo: "1: studies, trials, snapshots, workers and claims")
        let tables = [
            "study": "id, name, record, finished", "trials": "study, first, count, stored, points, outcomes",
            "snapshot": "study, trials, random, strategy",
        ]
        try old.write { old in
            for table in ["study", "trials", "snapshot"] {
                for row in try alone.read({ try Row.fetchAll($0, sql: "SELECT \(tables[table]!) FROM \(table)") }) {
                    let values = Array(row.databaseValues)
                    let (columns, given) =
                        table == "snapshot"
                        ? (tables[table]! + ", checksum", values + [0.databaseValue]) : (tables[table]!, values)
                    try old.execute(
                        sql:
                            "INSERT INTO \(table) (\(columns)) VALUES (\(given.map { _ in "?" }.joined(separator: ", ")))",
                        arguments: StatementArguments(given))
                }
            }
            try old.execute(
                sql:
                    "INSERT INTO worker (id, study, host, process, started, beat) VALUES ('killed', \(study.key), 'another machine', 1, '1', 7)"
            )
            try old.execute(
                sql: "INSERT INTO claim (study, first, count, worker) VALUES (\(study.key), 45, 8, 'killed')")
        }
        try old.close()

        let storage = try SQLiteStorage(folder["old"])
        let migrated = try storage.study(named: "s")
        #expect(migrated.trials == 45 && migrated.record == record)
        #expect(try storage.snapshot(of: migrated) == alone.snapshot(of: study))
        #expect(try storage.sequence(of: "s") == alone.sequence(of: "s"))
        try run(storage, migrated, until: 400)
        try run(alone, study, until: 400)
        #expect(try storage.sequence(of: "s") == alone.sequence(of: "s"))
    }

    @Test(arguments: [StorageAccess.createIfAbsent, .existing, .readOnly]) func aLaterVersionsFileIsLeftAlone(
        access: StorageAccess
    ) throws {
        let problem = try sampleProblem(layers: 3)
        _ = try SQLiteStorage(folder["later"]).create(StudyRecord("s", problem, climber))
        let later = try DatabaseQueue(path: folder["later"])
        // It may have other tables, and lack ours.
        try later.write {
            try $0.execute(
                sql:
                    "INSERT INTO grdb_migrations VALUES ('99: later'); DROP TABLE claim; ALTER TABLE study RENAME COLUMN record TO contents"
            )
        }
        func contents() throws -> [Row] {
            try later.read {
                try Row.fetchAll($0, sql: "SELECT name, sql FROM sqlite_master ORDER BY name")
                    + Row.fetchAll($0, sql: "SELECT * FROM study")
            }
        }
        let before = try contents()
        let error = #expect(throws: StorageError.self) { try SQLiteStorage(folder["later"], access) }
        #expect(
            error?.kind == .newer && error?.message.contains("was written by a later version of naxdse") == true
                && error?.hint == "use that version")
        #expect(try contents() == before)
    }
}
