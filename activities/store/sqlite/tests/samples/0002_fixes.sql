INSERT INTO fixes (id, workflow_id, platform, deployment, project, project_name, subscription_id, repository, branch,
                   commit_sha, title, status, reason, error_type, primary_line, fingerprint, fixer, attempts, spend_json,
                   pull_request_json, detail_json, lineage_json, created_at, updated_at, run_id, run_ordinal, revision)
VALUES ('fix_01k0000000000000000000010', 'fix:vercel:dpl_1', 'vercel', 'dpl_1', 'prj_shop', 'shop',
        'sub_01k0000000000000000000003', 'github:acme/shop', 'main', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        'Add a cart', 'pr_created', NULL, 'dependency', 'npm error Missing: left-pad@1.3.0 from lock file',
        'fp1:00112233445566778899aabbccddeeff', 'recipe:lockfile', 1,
        '{"model_calls":0,"input_tokens":0,"output_tokens":0,"cost_micros":0}',
        '{"number":7,"url":"https://github.acme.example/acme/shop/pull/7","branch":"regreen/fix-1","head":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","state":"open"}',
        '{"status":"pr_created"}', '{"attempts":1,"branch":"regreen/fix-1"}', 1790812800000, 1790812860000,
        '0190-run-a', 1, 12);

INSERT INTO fix_runs (fix_id, run_id, ordinal) VALUES ('fix_01k0000000000000000000010', '0190-run-a', 1);

INSERT INTO fix_branches (repository, branch, fix_id, pull_request)
VALUES ('github:acme/shop', 'regreen/fix-1', 'fix_01k0000000000000000000010', 7);

INSERT INTO attempts (fix_id, number, cause_id, base_commit, fixer, outcome, summary, patch_json, proof_json, logs_json,
                      durations_json, spend_json, detail_json, started_at, ended_at)
VALUES ('fix_01k0000000000000000000010', 1, 'cau_00112233445566778899aabbccddeeff',
        'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'recipe:lockfile', 'verified', 'Brought the lockfile in step.', NULL,
        NULL, '[]', '[["verify",9000]]', '{}', 'null', 1790812810000, 1790812850000);

INSERT INTO fix_events (fix_id, event_key, at, kind, text)
VALUES ('fix_01k0000000000000000000010', '1.1', 1790812800000, 'status', 'pending');
