import NaxdseKit

Naxdse.main(plugins: .shipped, commit: Catalogue.commit)
