"""The PDFs of papers: kept, named, indexed."""
