-- What a hook is about: a repository (`github:owner/name`) at a git host; a team at a platform, NULL for the token
-- owner's own projects. And what connections say to people without asking the provider.

ALTER TABLE hooks ADD COLUMN target TEXT;
ALTER TABLE connections ADD COLUMN team_name TEXT;
ALTER TABLE connections ADD COLUMN expires_at INTEGER;

UPDATE hooks SET target = (SELECT team FROM connections WHERE connections.id = hooks.connection_id)
 WHERE provider IN ('vercel', 'cloudflare', 'render');

CREATE INDEX hooks_target ON hooks (connection_id, target);
