// A search by a strategy of the catalogue, in a study that lives as long as the program.
import NaxdseKit
import Optimisation

let bench = try Workbench()
let session = try bench.search("resnet20-crossbars")
let storage = try SQLiteStorage.inMemory()
let report = try NewStudy(strategy: "local-search", seed: 1).begin(session, in: storage) { study, strategy in
    try session.carriedOn(study, in: storage, strategy: strategy, pace: SearchPace(trials: 500))
}
for fact in report.facts { print("\(fact.name): \(fact.words)") }
