let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
