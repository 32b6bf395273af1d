print("naxdse")
