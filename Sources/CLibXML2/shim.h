#pragma once
#include <libxml/xmlversion.h>
// With it libxml2's headers include those of ICU, whose types clash with the ones that Foundation brings.
// Only the hidden end of a converter's struct depends on it.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/xinclude.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>
