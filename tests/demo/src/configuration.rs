//! The configuration file that the demo's regreen gets.

use std::fmt::Write as _;

use crate::arguments::Arguments;

/// What the agent is to call.
pub(crate) struct Model {
    pub(crate) base_url: String,
    pub(crate) name: String,
    /// Whether answers come from the server that ships with the demo.
    pub(crate) recorded: bool,
}

/// The text of `regreen.toml`.
pub(crate) fn text(model: &Model) -> String {
    let mut text = e2e::Outside::configuration().to_owned();
    // Nobody wants to watch a demo wait: polls in tenths of a second, and a failed fix closes soon.
    text.push_str(
        "\n[windows]\npoll_first = 250\npoll_most = 1000\nrest = 2000\nreview = 600000\npreview = 300000\nfollow = 3600000\noutage = 300000\n",
    );
    let _ = writeln!(
        text,
        "\n[model]\nbase_url = {:?}\nname = {:?}",
        model.base_url, model.name
    );
    if model.recorded {
        // Prices of a common model, so that the cost shown is of a likely size.
        text.push_str(
            "price_input = 3000000\nprice_cached_input = 300000\nprice_output = 15000000\n",
        );
    }
    text
}

/// The real model, when one was named.
pub(crate) fn real_model(arguments: &Arguments) -> Option<Model> {
    let (base_url, name) = (arguments.model_base_url.clone()?, arguments.model.clone()?);
    Some(Model {
        base_url,
        name,
        recorded: false,
    })
}
