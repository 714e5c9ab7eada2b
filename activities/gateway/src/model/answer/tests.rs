use super::*;

#[test]
fn keys_are_taken_out() {
    let key = SecretString::from("sk-12345");
    assert_eq!(
        scrub(b"a sk-12345, sk-12345".to_vec(), Some(&key)),
        b"a [key], [key]"
    );
    assert_eq!(scrub(b"sk-1234".to_vec(), Some(&key)), b"sk-1234");
    assert_eq!(scrub(b"x".to_vec(), None), b"x");
    // Too short to be a secret, and likely to be in any text.
    assert_eq!(scrub(b"axa".to_vec(), Some(&"x".into())), b"axa");
}
