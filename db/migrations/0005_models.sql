-- What a model is chosen and told by.

-- The classes that it tells apart, in its own order.
ALTER TABLE model ADD COLUMN labels TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(labels));
-- Bytes of its file.
ALTER TABLE model ADD COLUMN size INTEGER NOT NULL DEFAULT 0 CHECK (size >= 0);
-- When it last began to serve, ms since 1970. The newest of those that are not active is the one
-- to go back to.
ALTER TABLE model ADD COLUMN activated INTEGER;

-- Old models and old sessions leave without a scan of what refers to them.
CREATE INDEX inference_log_by_model ON inference_log (model_id);
CREATE INDEX administrator_session_by_age ON administrator_session (expires);
