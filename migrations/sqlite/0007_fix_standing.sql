-- What a fix waits for, and the pull request whose deployment failed: lists and comments ask for them without the view.
ALTER TABLE fixes ADD COLUMN waiting_json TEXT;
ALTER TABLE fixes ADD COLUMN source_pull_request INTEGER;

CREATE INDEX fixes_source ON fixes (repository, source_pull_request) WHERE source_pull_request IS NOT NULL;
