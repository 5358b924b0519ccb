"""Words by which the facts of an entry are known: years, "and others", the names of venues."""

import re

YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
ET_AL = re.compile(
    r"\b(?:e[tl]\.?\s?al\b|etal\b|and others\b)|(?<=\w)\s?等(?:人|$|(?=[\s,.，。(]))", re.IGNORECASE
)
KNOWN_VENUES = re.compile(
    r"\b(?:AAAI|ACL|ACM MM|AISTATS|BMVC|CHI|CIKM|COLING|COLM|CoNLL|CoRL|CVPR|EACL|ECCV|ECIR|"
    r"EMNLP|FAccT|ICASSP|ICCV|ICDM|ICDE|ICLR|ICML|ICRA|IJCAI|IJCV|INTERSPEECH|Interspeech|IROS|"
    r"JAIR|JMLR|KDD|LREC|MICCAI|MLSys|NAACL|NeurIPS|NIPS|OSDI|RecSys|RSS|SIGIR|SIGGRAPH|"
    r"SIGMOD|SOSP|TACL|TMLR|TNNLS|TPAMI|PAMI|UAI|UIST|VLDB|WACV|WSDM|WWW|Nature|Science|PNAS)\b"
)
