"""A library, a query or a list as a site of static pages."""
