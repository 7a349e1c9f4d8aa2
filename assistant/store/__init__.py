"""Everything a talk learns, kept in SQL under an organisation and an enterprise."""
