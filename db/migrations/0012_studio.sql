-- Keys with a pace of their own, and what each was used for.

-- Drawings a second; NULL for what every key has.
ALTER TABLE api_key ADD COLUMN per_second INTEGER CHECK (per_second > 0);
ALTER TABLE api_key ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_key ADD COLUMN drawings INTEGER NOT NULL DEFAULT 0;
-- Requests that were refused, for the scope or for their number.
ALTER TABLE api_key ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;

-- What was learnt of how people draw, beside a model. Some hundred kilobytes: it comes and goes with
-- the model's row, in the same transaction.
CREATE TABLE generator (
  model_id INTEGER PRIMARY KEY REFERENCES model (id) ON DELETE CASCADE,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  data BLOB NOT NULL
) STRICT;
