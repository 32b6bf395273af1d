// What a program needs to work with naxdse: the workbench with what comes with naxdse, the kinds of plugins and the
// results, and the command, for a `naxdse` of one's own. Modules beneath are imported by their names.
@_exported import Catalogue
@_exported import NaxdseCommand
@_exported import Workbench
