use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::PathBuf,
};

use proptest::prelude::*;
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;

use super::{Aad, Vault, VaultError};

const TOKEN: Aad<'static> = Aad {
    table: "connections",
    row: "con_1",
    column: "token",
};

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys/vault.key");
    (folder, path)
}

fn opened(vault: &Vault, aad: &Aad<'_>, sealed: &str) -> Option<String> {
    vault
        .open_secret(aad, sealed)
        .ok()
        .map(|secret| secret.expose_secret().to_owned())
}

#[test]
fn seals_and_opens_over_restarts() {
    let (_folder, path) = place();
    let vault = Vault::open(&path).unwrap();
    let sealed = vault.seal(&TOKEN, &SecretString::from("canary-é")).unwrap();
    assert!(sealed.starts_with(&format!("v1:{}:", vault.key_id())));
    assert!(!sealed.contains("canary"));
    let again = Vault::open(&path).unwrap();
    assert_eq!(opened(&again, &TOKEN, &sealed).as_deref(), Some("canary-é"));
    let second = vault.seal(&TOKEN, &SecretString::from("canary-é")).unwrap();
    assert_ne!(sealed, second, "a nonce is never used twice");
    let empty = vault.seal(&TOKEN, &SecretString::from("")).unwrap();
    assert_eq!(opened(&vault, &TOKEN, &empty).as_deref(), Some(""));
}

#[test]
fn only_its_own_place_opens_it() {
    let (_folder, path) = place();
    let vault = Vault::open(&path).unwrap();
    let sealed = vault.seal(&TOKEN, &SecretString::from("canary")).unwrap();
    for (table, row, column) in [
        ("hooks", "con_1", "token"),
        ("connections", "con_2", "token"),
        ("connections", "con_1", "secret"),
        // The same letters, divided otherwise.
        ("connection", "scon_1", "token"),
        ("connections", "con_1token", ""),
    ] {
        let result = vault.open_secret(&Aad::new(table, row, column), &sealed);
        assert!(
            matches!(result, Err(VaultError::Damaged)),
            "{table} {row} {column}"
        );
    }
}

#[test]
fn another_key_is_named() {
    let ((_one, ours), (_two, theirs)) = (place(), place());
    let (ours, theirs) = (Vault::open(&ours).unwrap(), Vault::open(&theirs).unwrap());
    let sealed = ours.seal(&TOKEN, &SecretString::from("canary")).unwrap();
    let error = theirs.open_secret(&TOKEN, &sealed).unwrap_err();
    assert!(matches!(&error, VaultError::OtherKey { wanted, .. } if wanted == ours.key_id()));
    // Claiming to be the right key does not help.
    let forged = sealed.replace(ours.key_id(), theirs.key_id());
    assert!(matches!(
        theirs.open_secret(&TOKEN, &forged),
        Err(VaultError::Damaged)
    ));
}

#[test]
fn nothing_shows_the_key_or_a_secret() {
    let (_folder, path) = place();
    let vault = Vault::open(&path).unwrap();
    let file = fs::read_to_string(&path).unwrap();
    let digits = file.trim().rsplit(' ').next().unwrap();
    assert_eq!(digits.len(), 64);
    let sealed = vault.seal(&TOKEN, &SecretString::from("canary")).unwrap();
    let shown = format!(
        "{vault:?} {:?} {sealed}",
        vault.open_secret(&TOKEN, &sealed)
    );
    assert!(
        !shown.contains("canary") && !shown.contains(digits),
        "{shown}"
    );
}

#[test]
fn the_key_file_is_private_and_made_once() {
    let (_folder, path) = place();
    let ids: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| Vault::open(&path).unwrap().key_id().to_owned()))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "one key wins");
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let left = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(left, 1, "no draft of a key is left");
}

#[test]
fn unusable_key_files_are_refused_in_words() {
    let (_folder, path) = place();
    Vault::open(&path).unwrap();
    for mode in [0o640, 0o604, 0o660] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = Vault::open(&path).unwrap_err().to_string();
        assert!(
            error.contains(&format!("chmod 600 {}", path.display())),
            "{error}"
        );
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let whole = fs::read_to_string(&path).unwrap();
    for text in [
        "",
        "regreen-vault-key-v1",
        &whole[..40],
        &whole.replace("v1", "v2"),
        &format!("{}00", whole.trim()),
    ] {
        fs::write(&path, text).unwrap();
        assert!(
            matches!(Vault::open(&path), Err(VaultError::Malformed { .. })),
            "{text:?}"
        );
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            text,
            "a damaged file is left for its owner to restore"
        );
    }
    fs::remove_file(&path).unwrap();
    symlink("nowhere/vault.key", &path).unwrap();
    assert!(matches!(
        Vault::open(&path),
        Err(VaultError::KeyFile { .. })
    ));
}

proptest! {
    /// Whatever is done to a ciphertext: it opens to the secret or not at all.
    #[test]
    fn tampering_never_opens(secret in ".{0,40}", at in any::<prop::sample::Index>(), with in any::<char>()) {
        let (_folder, path) = place();
        let vault = Vault::open(&path).unwrap();
        let sealed = vault.seal(&TOKEN, &SecretString::from(secret.as_str())).unwrap();
        let mut changed: Vec<char> = sealed.chars().collect();
        let at = at.index(changed.len());
        changed[at] = with;
        let changed: String = changed.into_iter().collect();
        let result = opened(&vault, &TOKEN, &changed);
        prop_assert!(result.is_none() || changed == sealed);
        prop_assert_eq!(opened(&vault, &TOKEN, &sealed), Some(secret));
        let cut: String = sealed.chars().take(at).collect();
        prop_assert_eq!(opened(&vault, &TOKEN, &cut), None);
    }

    /// Anything may be in the column.
    #[test]
    fn foreign_text_is_damaged(text in ".{0,80}") {
        let (_folder, path) = place();
        prop_assert!(Vault::open(&path).unwrap().open_secret(&TOKEN, &text).is_err());
    }
}
