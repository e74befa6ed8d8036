// `model export`: the network in a file of its own for programs that run models.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

extension ModelCommand {
  func exporting(
    _ path: String, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let range = arguments.range(of: Self.onnxFile)
    let place = try preparation.pathToWrite(path, range: range)
    let data = preparation.dataOrAssumed()
    let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    let network = try preparation.network(with: .weights, for: arguments)
    let loss = try preparation.loss(for: data)
    let description = description(network, training, data, preparation)
    let model: ONNXModel
    do throws(ModelFileError) {
      model = try ONNXModel(training, loss: loss, data.preparation, description)
    } catch {
      throw Diagnostic(error, range: range)
    }
    return Work { performance in
      do throws(ModelFileError) {
        let bytes = try model.write(to: place)
        performance.emit(
          .modelExported(
            ModelExported(
              file: path, bytes: bytes, parameterCount: training.shape.parameterCount,
              place: WeightsPlace(training), inputs: model.inputNames, outputs: model.outputNames,
              hasCategories: model.inputNames.count > data.columns.count,
              isClassification: loss.isClassification, roundedColumns: model.roundedColumns)))
      } catch {
        performance.fail(Diagnostic(error, range: range))
      }
    }
  }
}
