//! What all tests share: one installation, one world, one model server, one runtime.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use e2e::{Installation, Options, Outside};
use tokio::{runtime::Runtime, sync::OnceCell};
use world::{FakeModel, ModelOptions, SandboxBuilder};

use crate::{brains::Brains, platform::Platform, temporal::Temporal};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap()
});
static STAGE: OnceCell<Result<Stage, String>> = OnceCell::const_new();

/// Long enough for a loaded machine; a test that works never waits for it.
const PATIENCE: Duration = Duration::from_secs(180);
/// How often to look.
const LOOK: Duration = Duration::from_millis(100);

pub(crate) struct Stage {
    pub(crate) installation: Installation,
    pub(crate) outside: Outside,
    pub(crate) model: FakeModel,
    pub(crate) brains: Brains,
    pub(crate) temporal: Temporal,
    /// Where the world keeps its files.
    pub(crate) world: PathBuf,
    /// What the platform builds with.
    pub(crate) platform: Arc<Platform>,
    compiler: PathBuf,
}

/// What the model asks for, and nobody may see.
pub(crate) const MODEL_KEY: &str = "sk-proj-7Qm3xT9vK2bN5wY8cR1dF4gH6jL0pZsA";

/// A model beside the default one, twice as dear.
pub(crate) const OTHER_MODEL: &str = "recorded-large";

/// How an installation learns it.
pub(crate) fn key() -> (String, String) {
    ("REGREEN_MODEL__API_KEY".to_owned(), MODEL_KEY.to_owned())
}

/// Runs a test on the shared stage.
pub(crate) fn play<F: Future>(test: impl FnOnce(&'static Stage) -> F) -> F::Output {
    RUNTIME.block_on(async {
        let stage = STAGE
            .get_or_init(|| async { Stage::set().await.map_err(|error| format!("{error:#}")) })
            .await;
        match stage {
            Ok(stage) => test(stage).await,
            Err(why) => panic!("{why}"),
        }
    })
}

impl Stage {
    async fn set() -> anyhow::Result<Self> {
        let regreen = e2e::regreen()?;
        let folder = folder()?;
        let compiler = folder.join("compiler");
        // A tool that builds find on their path: the compiler's installation, so to speak.
        fs::create_dir_all(compiler.join("bin"))?;
        let brains = Brains::default();
        let options = ModelOptions {
            key: Some(MODEL_KEY.to_owned()),
            others: vec![OTHER_MODEL.to_owned()],
            ..ModelOptions::new(brains.clone())
        };
        let model = FakeModel::start(options).await?;
        let world = folder.join("world");
        let real = SandboxBuilder::on_this_host(&regreen, &folder.join("platform")).await?;
        let platform = Arc::new(Platform::new(real, compiler.clone()));
        let outside = Outside::start(&world, Arc::<Platform>::clone(&platform) as _).await?;
        let installation = Installation::start(&Options {
            regreen,
            data_dir: folder.join("regreen"),
            configuration: configuration(&model, &compiler),
            environment: vec![key()],
        })
        .await?;
        outside.connect(&installation).await?;
        let temporal = Temporal::new(&installation);
        Ok(Self {
            installation,
            outside,
            model,
            brains,
            temporal,
            world,
            platform,
            compiler,
        })
    }

    /// What another installation in another world is configured with.
    pub(crate) fn configuration(&self) -> String {
        configuration(&self.model, &self.compiler)
    }

    /// Waits until there is something. Fails with what the processes printed.
    pub(crate) async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "waited in vain until {what}\n{}",
                self.installation.output()
            );
            tokio::time::sleep(LOOK).await;
        }
    }
}

fn configuration(model: &FakeModel, compiler: &Path) -> String {
    format!(
        "{}\n[windows]\npoll_first = 100\npoll_most = 300\nrest = 1500\nreview = 170000\npreview = 120000\n\
         follow = 170000\nredeploy = 120000\nclaim = 170000\noutage = 120000\n\
         poll = 300\nreconcile = 500\nrenew = 20000\n\n\
         [sandbox]\ntool_dirs = [{compiler:?}]\n\n\
         [model]\nbase_url = {:?}\nname = {:?}\nprice_input = 3000000\nprice_cached_input = 300000\nprice_output = 15000000\n\
         others = [\"{OTHER_MODEL} 6000000 6000000 30000000\"]\n",
        Outside::configuration(),
        model.base_url(),
        model.model(),
    )
}

/// A folder for this run. Those of runs that have ended are removed.
fn folder() -> anyhow::Result<PathBuf> {
    let all = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixes");
    fs::create_dir_all(&all)?;
    for entry in fs::read_dir(&all)?.flatten() {
        let process = Path::new("/proc").join(entry.file_name());
        if !process.exists() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    let folder = all.join(std::process::id().to_string());
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
