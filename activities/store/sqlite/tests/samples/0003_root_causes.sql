INSERT INTO root_causes (id, repository, base_branch, root_directory, fingerprint, holder, claimed_at, outcome, solved_at,
                         created_at)
VALUES ('cau_00112233445566778899aabbccddeeff', 'github:acme/shop', 'main', '', 'fp1:00112233445566778899aabbccddeeff',
        'fix_01k0000000000000000000010', 1790812805000, NULL, 0, 1790812805000);

INSERT INTO cause_followers (cause_id, fix_id, attached_at)
VALUES ('cau_00112233445566778899aabbccddeeff', 'fix_01k0000000000000000000011', 1790812806000);

INSERT INTO cause_grants (cause_id, grant_key, fix_id, actor_name, actor_channel, at)
VALUES ('cau_00112233445566778899aabbccddeeff', 'retry-1', 'fix_01k0000000000000000000010', 'ada', 'cli', 1790812807000);

INSERT INTO budget_reservations (id, fix_id, cause_id, attempt, day, state, reserved_calls, reserved_tokens,
                                 reserved_cost, spent_calls, spent_input, spent_output, spent_cost, created_at, settled_at)
VALUES ('fix_01k0000000000000000000010/1/a', 'fix_01k0000000000000000000010', 'cau_00112233445566778899aabbccddeeff', 1,
        '2026-10-01', 'settled', 60, 2000000, 2000000, 3, 4000, 500, 12000, 1790812811000, 1790812840000);
