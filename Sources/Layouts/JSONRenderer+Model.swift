// The members of model objects.
import Events
import JSON
import Presentation

extension JSONRenderer {
  func modelMembers(_ report: ModelReport) -> Members {
    let layers = report.layers.map { layer in
      JSONValue.object([
        ("name", .string(layer.name)), ("inputs", .integer(layer.inputs)),
        ("units", .integer(layer.units)),
        ("activation", activation(layer.activation, outputFor: layer.isOutput ? report.loss : nil)),
        ("output", .bool(layer.isOutput)), ("parameters", .integer(layer.parameters)),
        ("weight_rms", .number(layer.weightRMS)), ("largest", .number(layer.largest)),
      ])
    }
    return [
      ("parameters", .integer(report.parameterCount)), ("loss", .string(report.loss.rawValue)),
      ("fingerprint", .string(report.fingerprint.description)),
    ] + placeMembers(report.place) + [
      ("prepared_by_file", .bool(report.isPreparedByFile)), ("layers", .array(layers)),
    ]
  }

  func savedMembers(_ report: ModelSaved) -> Members {
    [
      ("file", .string(report.file)), ("bytes", .integer(report.bytes)),
      ("parameters", .integer(report.parameterCount)),
    ] + placeMembers(report.place)
  }

  func loadedMembers(_ report: ModelLoaded) -> Members {
    let presenter = Presenter()
    return [
      ("file", .string(report.file)), ("parameters", .integer(report.parameterCount)),
    ] + placeMembers(report.place) + [
      ("training_rows_trained_on", .integer(report.seenBefore.training)),
      ("test_rows_trained_on", .integer(report.seenBefore.test)),
      ("notes", .strings(report.notes.map { presenter.words(for: $0).text })),
    ]
  }

  func placeMembers(_ place: WeightsPlace) -> Members {
    [
      ("epoch", .integer(place.epoch)), ("step", .integer(place.step)),
      ("rows_done", .integer(place.rowsDone)),
      ("weights_epoch", place.weightsEpoch.map(JSONValue.integer) ?? .null),
    ]
  }
}
