"""Official indicator tables (docx, xlsx) read into drafts of indicator packs, for a person to check."""
