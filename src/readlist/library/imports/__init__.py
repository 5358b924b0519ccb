"""Importing files: records absorbed in one transaction, lists kept in step with their source."""
