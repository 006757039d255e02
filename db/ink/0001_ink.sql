-- The log of live ink: one row for each group commit, with all operations of that moment.
-- Rows leave at the front once no open drawing needs them.
CREATE TABLE ink (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  data BLOB NOT NULL
) STRICT;
