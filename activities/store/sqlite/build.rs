//! Makes a new migration file cause a rebuild: the embedding macro notices changed files only.

fn main() {
    println!("cargo:rerun-if-changed=../../../migrations/sqlite");
}
