"""The fields in which an entry says where a work appeared, for those who read and who write."""

import re

VENUES = {
    "article": ("journal", "journaltitle"),
    "suppperiodical": ("journal", "journaltitle"),
    "review": ("journal", "journaltitle"),
    "inproceedings": ("booktitle", "journal", "journaltitle", "eventtitle", "series"),
    "incollection": ("booktitle", "journal", "journaltitle"),
    "inbook": ("booktitle",),
    "inreference": ("booktitle",),
    "bookinbook": ("booktitle",),
    "suppbook": ("booktitle",),
    "suppcollection": ("booktitle",),
    "phdthesis": ("school", "institution"),
    "mastersthesis": ("school", "institution"),
    "thesis": ("institution", "school"),
    "techreport": ("institution", "school"),
    "report": ("institution", "school"),
    "book": ("publisher",),
    "mvbook": ("publisher",),
    "proceedings": ("publisher",),
    "mvproceedings": ("publisher",),
    "collection": ("publisher",),
    "mvcollection": ("publisher",),
    "reference": ("publisher",),
    "mvreference": ("publisher",),
    "manual": ("organization",),
    "online": ("howpublished", "journal", "journaltitle", "booktitle", "organization"),
    "dataset": ("howpublished", "journal", "journaltitle", "publisher", "organization"),
}
"""By type, the first of these fields that an entry has."""
OTHER_VENUES = ("howpublished", "journal", "journaltitle", "booktitle")
WEB = re.compile(r"https?://|www\.")
"""What ``howpublished`` holds where it is no venue but an address."""
