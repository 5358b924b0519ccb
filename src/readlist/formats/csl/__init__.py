"""Papers as items of the Citation Style Language: the mapping that several formats share.

csl-data.json 1.0.2 (https://github.com/citation-style-language/schema) and the CSL specification's
appendices III (types) and IV (variables). What a variable says goes where every other format looks
for it; what the library has no words for stays in ``extra["csl"]`` and is written again.
"""

PLACE = "csl"
"""The name in ``extra`` under which variables stand that nothing else has words for."""
