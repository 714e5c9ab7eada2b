//! tmp
#[tokio::main]
async fn main() {
    let mut options = world::ModelOptions::new(world::Reader);
    options.port = 8124;
    options.key = Some("k".into());
    let model = world::FakeModel::start(options).await.unwrap();
    eprintln!("{}", model.base_url());
    std::future::pending::<()>().await;
}
