INSERT INTO hooks (id, provider, connection_id, status, remote_id, secret, previous_secret, previous_until, created_at,
                   target)
VALUES ('hok_9988776655443322110099887766554433221100', 'github', 'con_01k0000000000000000000002', 'active', '7001',
        'v1:0123456789abcdef:EEEE', NULL, NULL, 1790812900000, 'github:acme/shop');

UPDATE connections SET team_name = 'Acme', expires_at = 1822348800000 WHERE id = 'con_01k0000000000000000000001';
