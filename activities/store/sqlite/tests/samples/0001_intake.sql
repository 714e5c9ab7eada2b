INSERT INTO settings (key, value_json, updated_at)
VALUES ('installation', '{"id":"ins_01k0000000000000000000000","created_at":"2026-10-01T00:00:00Z"}', 1790812800000);

INSERT INTO connections (id, provider, name, account, team, base_url, token, status, created_at, version)
VALUES ('con_01k0000000000000000000001', 'vercel', 'acme on Vercel', 'ada@acme.example', 'team_acme', NULL,
        'v1:0123456789abcdef:AAAA', 'active', 1790812800000, 1),
       ('con_01k0000000000000000000002', 'github', 'acme on GitHub', 'ada', NULL, 'https://github.acme.example/api/v3',
        'v1:0123456789abcdef:BBBB', 'refused', 1790812800000, 3);

INSERT INTO hooks (id, provider, connection_id, status, remote_id, secret, previous_secret, previous_until, created_at)
VALUES ('hok_0011223344556677889900112233445566778899', 'vercel', 'con_01k0000000000000000000001', 'active',
        'account_hook_1', 'v1:0123456789abcdef:CCCC', 'v1:0123456789abcdef:DDDD', 1790899200000, 1790812800000);

INSERT INTO subscriptions (id, platform, project, project_name, platform_connection, git_connection, repository,
                           settings_json, active, created_at, updated_at, version)
VALUES ('sub_01k0000000000000000000003', 'vercel', 'prj_shop', 'shop', 'con_01k0000000000000000000001',
        'con_01k0000000000000000000002', 'github:acme/shop', '{"max_attempts":2}', 1, 1790812800000, 1790812800000, 2),
       ('sub_01k0000000000000000000004', 'vercel', 'prj_shop', 'shop', 'con_01k0000000000000000000001',
        'con_01k0000000000000000000002', 'github:acme/old-shop', '{}', 0, 1790812800000, 1790812800000, 5);

INSERT INTO fix_rules (id, subscription_id, name, priority, enabled, conditions_json, action_json, created_at, version)
VALUES ('rul_01k0000000000000000000005', NULL, 'leave configuration alone', 10, 1, '{"error_types":["config"]}',
        '{"action":"skip"}', 1790812800000, 1);

INSERT INTO deliveries (id, hook_id, delivery_key, source, headers_json, body, body_digest, received_at, tries, due_at,
                        last_error, processed_at, outcome)
VALUES ('del_01k0000000000000000000006', 'hok_0011223344556677889900112233445566778899', 'evt_1', 'vercel', '{}',
        x'7b7d', 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 1790812800000, 2,
        1790812801000, 'Temporal is away', NULL, NULL),
       ('del_01k0000000000000000000007', 'hok_0011223344556677889900112233445566778899', 'evt_0', 'vercel', '{}',
        NULL, 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 1790812700000, 1,
        1790812701000, NULL, 1790812702000, 'ignored: deployment.created');
