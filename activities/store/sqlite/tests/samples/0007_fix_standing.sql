UPDATE fixes SET waiting_json = '{"for":"pull_request"}', source_pull_request = 3;
