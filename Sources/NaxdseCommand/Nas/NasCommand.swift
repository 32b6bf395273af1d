import ArgumentParser
import Workbench

/// `naxdse nas …`
struct NasCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nas",
        abstract: "Search networks and crossbars together by training; derive and retrain what is found.",
        discussion: """
            A search trains a network that has every candidate of each layer, and gates that choose among them by accuracy and by \
            the energy-delay-area product that `evaluate` gives. It lives in a folder, whose checkpoint is replaced after every epoch:
              naxdse nas run resnet20-cosearch --data cifar-10-batches-bin --folder found
              naxdse nas derive found
              naxdse nas retrain found --folder found/retrained
              naxdse nas report found
            Training needs a library that Scripts/build-torch-backend builds. docs/cosearch.md is the manual.
            """,
        subcommands: [
            NasRunCommand.self, NasTrainCommand.self, NasResumeCommand.self, NasDeriveCommand.self,
            NasRetrainCommand.self, NasMeasureCommand.self, NasCompareCommand.self, NasLossesCommand.self,
            NasEstimateCommand.self, NasExportCommand.self,
            NasReportCommand.self,
        ])
}
