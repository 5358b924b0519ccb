"""What Zotero's types and fields are in CSL (Zotero's schema.json, ``csl``)."""

TYPES = {
    "artwork": "graphic", "audioRecording": "song", "bill": "bill", "blogPost": "post-weblog",
    "book": "book", "bookSection": "chapter", "case": "legal_case", "computerProgram": "software",
    "conferencePaper": "paper-conference", "dataset": "dataset", "dictionaryEntry":
    "entry-dictionary", "document": "document", "email": "personal_communication",
    "encyclopediaArticle": "entry-encyclopedia", "film": "motion_picture", "forumPost": "post",
    "hearing": "hearing", "instantMessage": "personal_communication", "interview": "interview",
    "journalArticle": "article-journal", "letter": "personal_communication",
    "magazineArticle": "article-magazine", "manuscript": "manuscript", "map": "map",
    "newspaperArticle": "article-newspaper", "patent": "patent", "podcast": "broadcast",
    "preprint": "article", "presentation": "speech", "radioBroadcast": "broadcast",
    "report": "report", "standard": "standard", "statute": "legislation", "thesis": "thesis",
    "tvBroadcast": "broadcast", "videoRecording": "motion_picture", "webpage": "webpage",
}  # fmt: skip
NO_PAPERS = frozenset({"attachment", "note", "annotation"})

VARIABLES = {
    "title": "title", "caseName": "title", "nameOfAct": "title", "subject": "title",
    "publicationTitle": "container-title", "proceedingsTitle": "container-title",
    "bookTitle": "container-title", "blogTitle": "container-title",
    "websiteTitle": "container-title", "forumTitle": "container-title",
    "encyclopediaTitle": "container-title", "dictionaryTitle": "container-title",
    "programTitle": "container-title", "reporter": "container-title",
    "publisher": "publisher", "university": "publisher", "institution": "publisher",
    "company": "publisher", "studio": "publisher", "label": "publisher", "network": "publisher",
    "distributor": "publisher", "repository": "publisher", "organization": "publisher",
    "place": "publisher-place", "eventPlace": "event-place", "repositoryLocation":
    "publisher-place", "volume": "volume", "codeVolume": "volume", "issue": "issue",
    "pages": "page", "numPages": "number-of-pages", "numberOfVolumes": "number-of-volumes",
    "edition": "edition", "series": "collection-title", "seriesTitle": "collection-title",
    "seriesNumber": "collection-number", "number": "number", "reportNumber": "number",
    "archiveID": "number", "patentNumber": "number", "episodeNumber": "number",
    "genre": "genre", "reportType": "genre", "thesisType": "genre", "manuscriptType": "genre",
    "websiteType": "genre", "postType": "genre", "presentationType": "genre", "type": "genre",
    "letterType": "genre", "mapType": "genre", "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short", "conferenceName": "event-title", "meetingName": "event-title",
    "language": "language", "libraryCatalog": "source", "archive": "archive",
    "archiveLocation": "archive_location", "callNumber": "call-number", "section": "section",
    "versionNumber": "version", "DOI": "DOI", "ISBN": "ISBN",
    "ISSN": "ISSN", "PMID": "PMID", "PMCID": "PMCID", "url": "URL", "abstractNote": "abstract",
    "extra": "note", "citationKey": "citation-key", "citekey": "citation-key",
    "originalDate": "original-date", "originalPublisher": "original-publisher",
    "originalPlace": "original-publisher-place", "medium": "medium", "status": "status",
    "artworkMedium": "medium", "scale": "scale", "date": "issued", "accessDate": "accessed",
}  # fmt: skip
DATES = frozenset({"issued", "accessed", "original-date"})
CREATORS = {
    "author": "author", "programmer": "author", "presenter": "author", "inventor": "author",
    "director": "author", "podcaster": "author", "artist": "author", "interviewee": "author",
    "cartographer": "author", "performer": "author", "sponsor": "author", "creator": "author",
    "editor": "editor", "translator": "translator", "bookAuthor": "container-author",
    "seriesEditor": "collection-editor", "contributor": "contributor", "interviewer":
    "interviewer", "recipient": "recipient", "reviewedAuthor": "reviewed-author",
    "composer": "composer", "guest": "guest", "producer": "producer",
    "scriptwriter": "script-writer",
}  # fmt: skip
HOUSEKEEPING = frozenset(
    {
        "key", "version", "itemID", "itemKey", "itemType", "libraryID", "uri", "select",
        "relations", "dateAdded", "dateModified", "creators", "tags", "notes", "attachments",
        "collections", "links", "meta", "library", "seeAlso", "itemVersion", "parentItem",
        "uniqueFields", "multi", "sentToSync", "inPublications", "citationKey", "autoJournal",
        "year",
    }
)  # fmt: skip
"""What describes the row of Zotero's database rather than the work, or is read by itself."""

HEADER = {
    "Item Type": "itemType", "Title": "title", "Publication Title": "publicationTitle",
    "ISBN": "ISBN", "ISSN": "ISSN", "DOI": "DOI", "Url": "url", "Abstract Note": "abstractNote",
    "Date": "date", "Date Added": "dateAdded", "Access Date": "accessDate", "Pages": "pages",
    "Num Pages": "numPages", "Issue": "issue", "Volume": "volume", "Number Of Volumes":
    "numberOfVolumes", "Journal Abbreviation": "journalAbbreviation", "Short Title": "shortTitle",
    "Series": "series", "Series Number": "seriesNumber", "Series Text": "seriesText",
    "Series Title": "seriesTitle", "Publisher": "publisher", "Place": "place", "Language":
    "language", "Rights": "rights", "Type": "type", "Archive": "archive", "Archive Location":
    "archiveLocation", "Library Catalog": "libraryCatalog", "Call Number": "callNumber",
    "Extra": "extra", "Number": "number", "Edition": "edition", "Section": "section",
    "Conference Name": "conferenceName", "Meeting Name": "meetingName", "Version":
    "versionNumber", "System": "system", "Programming Language": "programmingLanguage",
    "Medium": "medium", "Citation Key": "citationKey", "Country": "country",
    "Running Time": "runningTime",
}  # fmt: skip
"""The columns of a CSV export that are fields, by their headings."""
PEOPLE = {
    "Author": "author", "Editor": "editor", "Series Editor": "seriesEditor",
    "Translator": "translator", "Contributor": "contributor", "Book Author": "bookAuthor",
    "Interviewer": "interviewer", "Recipient": "recipient", "Reviewed Author": "reviewedAuthor",
    "Composer": "composer", "Producer": "producer", "Scriptwriter": "scriptwriter",
}  # fmt: skip
