// What `model export` says of the file: how a row goes in, and what comes out.
import Events
import Layouts
import NeuralNetwork
import Testing

@Suite struct ModelExportTextTests {
  /// Without the breaks of lines.
  private func text(_ report: ModelExported) -> String {
    TerminalText().lines(for: .modelExported(report)).flatMap { $0.text.split(separator: " ") }
      .joined(separator: " ")
  }

  private var report: ModelExported {
    ModelExported(
      file: "net.onnx", bytes: 900, parameterCount: 59,
      place: WeightsPlace(
        TrainingState(shape: NetworkShape(inputs: 1, hidden: [], outputs: 1), seed: 1)),
      inputs: ["size", "color=red", "color=green"], outputs: ["ripe", "unripe"],
      hasCategories: true, isClassification: true, roundedColumns: [])
  }

  @Test func classesAndCategories() {
    let text = text(report)
    #expect(text.contains("exported net.onnx: 59 parameters, after epoch 0 (0 steps)"))
    #expect(
      text.contains("Rows of 3 values go in as they stand in the data (a category as 1 under"))
    #expect(text.contains("; out come the probabilities of ripe, unripe."))
    #expect(!text.contains("32-bit"))
  }

  @Test func aNumberAndARoundedColumn() {
    var report = report
    (report.hasCategories, report.isClassification) = (false, false)
    (report.outputs, report.roundedColumns) = (["price"], ["time"])
    let text = text(report)
    #expect(text.contains("Rows of 3 values go in as they stand in the data; out comes price."))
    #expect(text.contains("32-bit numbers, which round time by more"))
  }
}
