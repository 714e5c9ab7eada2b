//! One model behind an OpenAI-compatible `POST /v1/chat/completions`, within a budget.
//!
//! Address, model and key are fixed outside; from inside come messages and tools only. Every call is
//! paid for in advance at its greatest possible cost ([`Meter`]), and a run that goes in circles or has
//! spent its budget is answered 402, which agents take as final.

mod answer;
mod estimate;
mod loops;
mod meter;
mod problem;
mod request;
mod service;
mod sse;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Url};
use secrecy::SecretString;

pub use loops::LoopLimits;
pub use meter::{Caps, Exhausted, Meter, Prices, Refusal, Reservation, Tokens, Usage};

use self::service::Service;
use crate::GatewayError;
use crate::client::{self, Named, Settings};
use crate::door::Door;

/// Which model, and on what terms.
#[derive(Clone, Debug)]
pub struct ModelConfig {
    /// Address under which `chat/completions` lies, for instance one that ends in `/v1`.
    pub base_url: String,
    /// The model's name there; requests for any other get this one.
    pub model: String,
    /// Sent as a bearer token, if there is one.
    pub key: Option<SecretString>,
    /// What tokens cost.
    pub prices: Prices,
    /// Most tokens of one answer, whatever the request says.
    pub output_limit: u64,
    /// Largest request, in bytes.
    pub body_limit: usize,
    /// For connecting.
    pub connect_timeout: Duration,
    /// Between two pieces of an answer, and until its first.
    pub idle_timeout: Duration,
    /// For a whole answer.
    pub total_timeout: Duration,
    /// When a run counts as going in circles.
    pub loops: LoopLimits,
}

impl ModelConfig {
    /// A model without key and price, with usual limits.
    pub fn new(base_url: impl Into<String>, model: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            model: model.into(),
            key: None,
            prices: Prices::default(),
            output_limit: 8192,
            body_limit: 8 * 1024 * 1024,
            connect_timeout: Duration::from_secs(15),
            idle_timeout: Duration::from_secs(120),
            total_timeout: Duration::from_secs(600),
            loops: LoopLimits::default(),
        }
    }
}

/// The model, for all runs of a process.
#[derive(Debug)]
pub struct ModelGateway {
    config: Arc<ModelConfig>,
    endpoint: Url,
    client: Client,
}

/// One run's way to the model, with its own budget and token.
#[derive(Debug)]
pub struct ModelDoor {
    door: Door,
    meter: Meter,
    token: SecretString,
}

impl ModelGateway {
    /// `certificates` are PEM bundles to trust besides the system's.
    ///
    /// # Errors
    /// When the address is not usable or a bundle is broken.
    pub fn new(
        config: ModelConfig,
        certificates: Vec<std::path::PathBuf>,
    ) -> Result<Self, GatewayError> {
        let endpoint = endpoint(&config.base_url)?;
        let client = client::build(Settings {
            named: Named::new([&endpoint]),
            certificates,
            proxy: None,
            no_proxy: None,
            connect: config.connect_timeout,
            idle: config.idle_timeout,
        })?;
        Ok(Self {
            config: Arc::new(config),
            endpoint,
            client,
        })
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.config.model
    }

    /// Opens a door on a new unix socket, with a budget of its own.
    ///
    /// # Errors
    /// When the socket cannot be made.
    pub fn open(&self, socket: &Path, caps: Caps) -> Result<ModelDoor, GatewayError> {
        let meter = Meter::new(caps, self.config.prices);
        let mut random = [0u8; 16];
        getrandom::fill(&mut random).map_err(|error| GatewayError::Client(error.to_string()))?;
        let token = SecretString::from(hex::encode(random));
        let service = Arc::new(Service::new(
            Arc::clone(&self.config),
            self.endpoint.clone(),
            self.client.clone(),
            meter.clone(),
            token.clone(),
        ));
        let door = Door::open(socket, move |request| Arc::clone(&service).answer(request))?;
        Ok(ModelDoor { door, meter, token })
    }
}

impl ModelDoor {
    /// The socket to bind into the sandbox.
    pub fn socket(&self) -> &Path {
        self.door.socket()
    }

    /// What requests from inside must carry as their key. It is worth nothing elsewhere.
    pub fn token(&self) -> &SecretString {
        &self.token
    }

    /// What has been used so far.
    pub fn usage(&self) -> Usage {
        self.meter.snapshot()
    }

    /// Closes the door, giving running calls a moment, and says what was used. A call that was still
    /// running counts with its whole reservation.
    pub async fn close(mut self) -> Usage {
        self.door.close().await;
        self.meter.snapshot()
    }
}

fn endpoint(base: &str) -> Result<Url, GatewayError> {
    let refused = |reason: String| GatewayError::Address {
        what: "model address",
        value: base.rsplit('@').next().unwrap_or_default().to_owned(),
        reason,
    };
    let mut url = Url::parse(base.trim()).map_err(|error| refused(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(refused("it must begin with http:// or https://".to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("the key belongs in its own setting".to_owned()));
    }
    let path = format!("{}/chat/completions", url.path().trim_end_matches('/'));
    url.set_path(&path);
    Ok(url)
}

#[cfg(test)]
mod tests;
