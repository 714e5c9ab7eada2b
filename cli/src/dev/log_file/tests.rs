use super::*;

#[tokio::test]
async fn the_files_stay_small_and_keep_the_newest_lines() {
    let folder = tempfile::tempdir().unwrap();
    let output: String = (0..1_000).map(|n| format!("line {n}\n")).collect();
    drain(
        output.as_bytes(),
        LogFile::open(folder.path(), "api", 500).unwrap(),
    )
    .await;
    let now = fs::read_to_string(folder.path().join("api.log")).unwrap();
    let old = fs::read_to_string(folder.path().join("api.old.log")).unwrap();
    assert!(now.len() <= 500 && old.len() <= 500);
    assert!(format!("{old}{now}").ends_with("line 998\nline 999\n"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[tokio::test]
async fn a_line_without_end_is_cut() {
    let folder = tempfile::tempdir().unwrap();
    let output = vec![b'x'; 200_000];
    drain(
        output.as_slice(),
        LogFile::open(folder.path(), "api", MOST_BYTES).unwrap(),
    )
    .await;
    let text = fs::read_to_string(folder.path().join("api.log")).unwrap();
    assert_eq!(text.lines().count(), 4);
}
