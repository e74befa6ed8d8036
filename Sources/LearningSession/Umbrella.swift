// What this module was divided into, for whoever still imports the whole.
@_exported import Course
@_exported import Events
@_exported import Experiments
@_exported import Files
@_exported import Lessons
@_exported import Sessions
@_exported import Text
