INSERT INTO alert_channels (id, name, kind, url, secret, enabled, created_at, last_sent_at, last_error, version)
VALUES ('chn_01k0000000000000000000000', 'ops', 'webhook', 'https://receiver.example/regreen', 'v1:key:ciphertext', 1,
        1790812800000, 1790812805000, 'POST https://receiver.example/regreen: 503', 2);
