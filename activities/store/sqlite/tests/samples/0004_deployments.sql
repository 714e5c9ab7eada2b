INSERT INTO deployments (platform, id, project, project_name, repository, branch, commit_sha, state, target, page,
                         updated_at)
VALUES ('vercel', 'dpl_1', 'prj_shop', 'shop', 'github:acme/shop', 'main', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        'failed', 'production', 'https://vercel.example/acme/shop/dpl_1', 1790812800000);

INSERT INTO audit_log (at, actor_name, actor_channel, action, target, detail_json)
VALUES (1790812807000, 'ada', 'cli', 'fix.retry', 'fix_01k0000000000000000000010', '{"hint":"try npm 10"}');
