// What was done to the data on the way, and what their user should know of them, in words.
import CommandLanguage
import LearningSession
import NeuralNetwork

extension TextRenderer {
  func text(of note: DataNote) -> String {
    switch note {
    case .rowsDropped(let count, let columns):
      let detail = columns.map { "\(escapedForDisplay($0.column)) in \($0.rows)" }
      return "left out \(counted(count, "row")) with missing values: "
        + detail.joined(separator: ", ")
    case .filledWithMean(let column, let rows, let mean):
      return "filled \(counted(rows, "missing value")) of \(escapedForDisplay(column)) "
        + "with the training rows' mean, \(NumberText.significant(mean))"
    case .filledWithMostFrequent(let column, let rows, let category):
      return "filled \(counted(rows, "missing value")) of \(escapedForDisplay(column)) "
        + "with the most frequent one, \(escapedForDisplay(category))"
    case .takenAsMissing(let column, let rows, let first, let line):
      let others = rows == 1 ? "" : ", and others"
      return "took \(counted(rows, "field")) of \(escapedForDisplay(column)) that "
        + "\(rows == 1 ? "is no number" : "are no numbers") as missing: "
        + "\(escapedForDisplay(first)) in line \(line)\(others)"
    case .oneHot(let column, let inputs):
      return "text column \(escapedForDisplay(column)) became \(inputs) inputs, one a category, "
        + "each 0 or 1"
    case .sharedScale(let mean, let deviation):
      return "all inputs share one scale: mean \(NumberText.significant(mean)), "
        + "sd \(NumberText.significant(deviation))"
    case .headerLikeData(let names):
      return "the first line (\(shortList(names.map { escapedForDisplay($0) }))) was read as the "
        + "columns' names and looks like data: if it is, put a line with names above it"
    case .columnNamed(let position, let name):
      return "column \(position) has no name in the header; it is called \(escapedForDisplay(name))"
    case .preparedByModel:
      return "prepared as the rows of the model that was loaded: columns, scales, categories and "
        + "classes are its own"
    case .emptyColumnsLeftOut(let positions):
      return "left out \(positions.count == 1 ? "column" : "columns") "
        + "\(shortList(positions.map(String.init))), with neither a name nor a value"
    case .numbersRead(let column, let format, let example, let value, let isAssumed):
      return "read \(escapedForDisplay(column)) as numbers \(format.inWords): "
        + "\(escapedForDisplay(example)) is \(NumberText.exact(value))"
        + (isAssumed
          ? "; the column alone does not show that: "
            + "decimal=\(format.decimal == .comma ? "point" : "comma") reads it the other way" : "")
    case .wholeNumbersPredicted(let column, let distinct, let rows):
      return "\(escapedForDisplay(column)) has \(distinct) different whole numbers in "
        + "\(rows) rows, so a number is predicted; task=classify makes each of them a class"
    case .constantColumns(let columns):
      return "the same in every training row, so of no use to the network: "
        + shortList(columns.map { escapedForDisplay($0) })
    case .hardlyRepeating(let columns, let rows): return hardlyRepeating(columns, rows)
    case .countsRows(let column):
      return "\(escapedForDisplay(column)) counts the rows, which says nothing of other rows: "
        + leavesOut([column])
    case .rareClasses(let single, let untested): return rareClasses(single, untested)
    }
  }

  private func hardlyRepeating(_ columns: [String], _ rows: Int) -> String {
    let isOne = columns.count == 1
    return
      "\(shortList(columns.map { escapedForDisplay($0) })) \(isOne ? "has" : "have") another value "
      + "in nearly each of the \(rows) rows, so little is learned from \(isOne ? "it" : "them") about "
      + "others: \(leavesOut(columns))"
  }

  private func leavesOut(_ columns: [String]) -> String {
    "\(escapedForDisplay(columnOption("drop", columns))) leaves \(columns.count == 1 ? "it" : "them") out"
  }

  private func rareClasses(_ single: [String], _ untested: [String]) -> String {
    func named(_ names: [String]) -> String {
      "\(names.count == 1 ? "class" : "classes") \(shortList(names.map { escapedForDisplay($0) }))"
    }
    var parts: [String] = []
    if !single.isEmpty {
      let each = single.count == 1 ? "" : " each"
      parts.append("a single row\(each) of \(named(single)), trained on and never tested")
    }
    if !untested.isEmpty { parts.append("no test row of \(named(untested))") }
    return parts.joined(separator: "; ")
  }
}
