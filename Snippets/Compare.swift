// Two architectures on a network, as `naxdse compare` prints them.
import NaxdseKit

let bench = try Workbench()
print(try bench.compare(["isaac", "puma"], on: "resnet20").table)
