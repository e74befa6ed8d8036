// What this module was divided into, for whoever still imports the whole.
@_exported import Events
@_exported import Files
@_exported import Text
