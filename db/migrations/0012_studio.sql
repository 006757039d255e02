-- Keys with a pace of their own, and what each was used for.

-- Drawings a second; NULL for what every key has.
ALTER TABLE api_key ADD COLUMN per_second INTEGER CHECK (per_second > 0);
ALTER TABLE api_key ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_key ADD COLUMN drawings INTEGER NOT NULL DEFAULT 0;
-- Requests that were refused, for the scope or for their number.
ALTER TABLE api_key ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;

-- The generator that was trained beside a model, a file of its own; NULL for none.
ALTER TABLE model ADD COLUMN generator_sha256 BLOB CHECK (length(generator_sha256) = 32);
