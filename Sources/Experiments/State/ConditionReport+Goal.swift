// How a condition of `train until` stands after an epoch.
import CommandLanguage
import Events

extension ConditionReport {
  package init(_ condition: Condition, in report: EpochReport, limit: Int?) {
    let reasons = condition.reasons(in: report)
    let parts = (reasons ?? condition.comparisons).map {
      Part(
        quantity: $0.name.lowercased, relation: $0.relation, number: $0.number,
        numberText: $0.numberWord.text, isPercent: $0.isPercent, value: $0.value(in: report))
    }
    self.init(
      condition: condition.text, isReached: reasons != nil, epoch: report.epoch, limit: limit,
      parts: parts)
  }
}
