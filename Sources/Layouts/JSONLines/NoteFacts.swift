// What notes on data and models say, for programs: a kind that stays when the words change, and the
// numbers in them.
import Datasets
import Events
import JSON

struct NoteFacts: Codable, Sendable {
  let kind: String
  let values: Named<Double>

  private init(_ kind: String, _ values: KeyValuePairs<String, Double> = [:]) {
    self.kind = kind
    self.values = Named(values.map { ($0.key, $0.value) })
  }
}

extension NoteFacts {
  init(_ note: DataNote) {
    self =
      switch note {
      case .rowsDropped(let count, _): .init("rows_dropped", ["rows": Double(count)])
      case .filledWithMean(_, let rows, let mean):
        .init("filled_with_mean", ["rows": Double(rows), "mean": mean])
      case .filledWithMostFrequent(_, let rows, _):
        .init("filled_with_most_frequent", ["rows": Double(rows)])
      case .oneHot(_, let inputs): .init("one_hot", ["inputs": Double(inputs)])
      case .constantColumns(let columns):
        .init("constant_columns", ["columns": Double(columns.count)])
      case .sharedScale(let mean, let deviation):
        .init("shared_scale", ["mean": mean, "sd": deviation])
      case .columnNamed(let position, _):
        .init("column_named", ["position": Double(position)])
      case .headerLikeData: .init("header_like_data")
      case .preparedByModel: .init("prepared_by_model")
      case .emptyColumnsLeftOut(let positions):
        .init("empty_columns_left_out", ["columns": Double(positions.count)])
      case .numbersRead(_, _, _, let value, _): .init("numbers_read", ["value": value])
      case .takenAsMissing(_, let rows, _, let line):
        .init("taken_as_missing", ["rows": Double(rows), "line": Double(line)])
      case .wholeNumbersPredicted(_, let distinct, let rows):
        .init("whole_numbers_predicted", ["distinct": Double(distinct), "rows": Double(rows)])
      case .hardlyRepeating(_, let rows): .init("hardly_repeating", ["rows": Double(rows)])
      case .countsRows: .init("counts_rows")
      case .identifiesRows(_, let rows): .init("identifies_rows", ["rows": Double(rows)])
      case .unlearnedClasses(let names):
        .init("unlearned_classes", ["classes": Double(names.count)])
      case .rareClasses(let single, let untested):
        .init(
          "rare_classes", ["single": Double(single.count), "untested": Double(untested.count)])
      }
  }

  init(_ note: ModelLoaded.Note) {
    self =
      switch note {
      case .setting: .init("other_setting")
      case .settingUnreadable: .init("setting_unreadable")
      case .data(_, let savedRows, _, let nowRows):
        .init("other_data", ["saved_rows": Double(savedRows), "rows": Double(nowRows)])
      case .features: .init("other_features")
      case .loss: .init("other_loss")
      case .prepared: .init("prepared_by_file")
      case .testRowsTrainedOn(let count, let rows, _):
        .init("test_rows_trained_on", ["trained_on": Double(count), "test_rows": Double(rows)])
      case .newRows(let count): .init("new_rows", ["rows": Double(count)])
      case .rowsNotKnown: .init("rows_not_known")
      case .noPreparation: .init("no_preparation")
      case .noOptimizerState: .init("no_optimizer_state")
      case .notFinite(let count): .init("not_finite", ["values": Double(count)])
      }
  }
}
