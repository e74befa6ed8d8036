// The names of those settings that decide how long a trial of a search is trained, and by which of its epochs it
// is judged.

extension SettingCatalog {
  package static let patienceName = SettingID.patience.rawValue
  package static let scheduleName = SettingID.schedule.rawValue
}
