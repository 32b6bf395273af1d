import Catalogue
import NaxdseCommand

Naxdse.main(plugins: .shipped)
