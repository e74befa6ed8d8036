// What was done to the data on the way, and what their user should know of them.
import Datasets
import Text

extension DataNote {
  package var words: Spans {
    switch self {
    case .rowsDropped(let count, let columns):
      let detail = columns.map { "\($0.column) in \($0.rows)" }.joined(separator: ", ")
      return "left out \(counted(count, "row")) with missing values: \(name: detail)"
    case .filledWithMean(let column, let rows, let mean):
      return """
        filled \(counted(rows, "missing value")) of \(name: column) with the training rows' mean, \
        \(mean, "mean")
        """
    case .filledWithMostFrequent(let column, let rows, let category):
      return """
        filled \(counted(rows, "missing value")) of \(name: column) with the most frequent one, \
        \(name: category)
        """
    case .takenAsMissing(let column, let rows, let first, let line):
      return """
        took \(counted(rows, "field")) of \(name: column) that \
        \(rows == 1 ? "is no number" : "are no numbers") as missing: \(name: first) in line \
        \(line)\(rows == 1 ? "" : ", and others")
        """
    case .oneHot(let column, let inputs):
      return
        "text column \(name: column) became \(counted(inputs, "input")), one a category, each 0 or 1"
    case .sharedScale(let mean, let deviation):
      return "all inputs share one scale: mean \(mean, "mean"), sd \(deviation, "deviation")"
    case .headerLikeData(let names):
      return """
        the first line (\(name: shortList(names))) was read as the columns' names and looks like \
        data: if it is, put a line with names above it
        """
    case .columnNamed(let position, let name):
      return "column \(position) has no name in the header; it is called \(name: name)"
    case .preparedByModel:
      return """
        prepared as the rows of the model that was loaded: columns, scales, categories and classes \
        are its own
        """
    case .emptyColumnsLeftOut(let positions):
      return """
        left out \(positions.count == 1 ? "column" : "columns") \
        \(shortList(positions.map(String.init))), with neither a name nor a value
        """
    case .numbersRead(let column, let format, let example, let value, let isAssumed):
      let other = format.decimal == .comma ? "point" : "comma"
      return """
        read \(name: column) as numbers \(format.inWords): \(name: example) is \
        \(value, "value", .exact)\
        \(isAssumed
          ? "; the column alone does not show that: decimal=\(other) reads it the other way" : "")
        """
    case .wholeNumbersPredicted(let column, let distinct, let rows):
      return """
        \(name: column) has \(distinct) different whole numbers in \(rows) rows, so a number is \
        predicted; task=classify makes each of them a class
        """
    case .constantColumns(let columns):
      return """
        the same in every training row, so of no use to the network: \(name: shortList(columns))
        """
    case .hardlyRepeating(let columns, let rows): return hardlyRepeating(columns, rows)
    case .countsRows(let column):
      return """
        \(name: column) counts the rows, which says nothing of other rows: \(leavesOut([column]))
        """
    case .identifiesRows(let column, let rows):
      return """
        \(name: column) has another value in each of the \(rows) rows: if it only names them, it hardly \
        helps with other rows, and \(leavesOut([column]))
        """
    case .unlearnedClasses(let names):
      return "no row to train on of \(named(names)), which cannot be learned"
    case .rareClasses(let single, let untested): return rareClasses(single, untested)
    }
  }

  private func hardlyRepeating(_ columns: [String], _ rows: Int) -> Spans {
    let isOne = columns.count == 1
    return """
      \(name: shortList(columns)) \(isOne ? "has" : "have") another value in nearly each of the \
      \(rows) rows, so little is learned from \(isOne ? "it" : "them") about others: \
      \(leavesOut(columns))
      """
  }

  private func leavesOut(_ columns: [String]) -> Spans {
    "\(name: columnOption("drop", columns)) leaves \(columns.count == 1 ? "it" : "them") out"
  }

  private func named(_ classes: [String]) -> Spans {
    "\(classes.count == 1 ? "class" : "classes") \(name: shortList(classes))"
  }

  private func rareClasses(_ single: [String], _ untested: [String]) -> Spans {
    var parts: [Spans] = []
    if !single.isEmpty {
      let each = single.count == 1 ? "" : " each"
      parts.append("a single row\(each) of \(named(single)), trained on and never tested")
    }
    if !untested.isEmpty { parts.append("no test row of \(named(untested))") }
    return parts.joined(separator: "; ")
  }
}
