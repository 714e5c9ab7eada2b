//! What an attempt, a fix or a cause may spend, and what it has spent.

use serde::{Deserialize, Serialize};

/// Caps; nothing but an explicit new budget raises them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Budget {
    /// Calls to a model.
    pub model_calls: u32,
    /// Input and output tokens together.
    pub tokens: u64,
    /// Money in millionths of a US dollar.
    pub cost_micros: u64,
}

impl Default for Budget {
    /// 60 calls, two million tokens, two dollars: an ordinary repair needs a tenth of that.
    fn default() -> Self {
        Self {
            model_calls: 60,
            tokens: 2_000_000,
            cost_micros: 2_000_000,
        }
    }
}

impl Budget {
    /// What is left after `spent`; never below zero.
    #[must_use]
    pub fn minus(&self, spent: &Spend) -> Self {
        Self {
            model_calls: self.model_calls.saturating_sub(spent.model_calls),
            tokens: self.tokens.saturating_sub(spent.tokens()),
            cost_micros: self.cost_micros.saturating_sub(spent.cost_micros),
        }
    }

    /// The smaller cap of each kind.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        Self {
            model_calls: self.model_calls.min(other.model_calls),
            tokens: self.tokens.min(other.tokens),
            cost_micros: self.cost_micros.min(other.cost_micros),
        }
    }

    /// Whether no further model call is possible.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.model_calls == 0 || self.tokens == 0 || self.cost_micros == 0
    }
}

/// What was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Spend {
    /// Calls to a model.
    pub model_calls: u32,
    /// Tokens read by the model, cached ones included.
    pub input_tokens: u64,
    /// Tokens written by the model.
    pub output_tokens: u64,
    /// Money in millionths of a US dollar.
    pub cost_micros: u64,
}

impl Spend {
    /// Input and output together.
    #[must_use]
    pub fn tokens(&self) -> u64 {
        self.input_tokens.saturating_add(self.output_tokens)
    }

    /// The sum of two spends.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            model_calls: self.model_calls.saturating_add(other.model_calls),
            input_tokens: self.input_tokens.saturating_add(other.input_tokens),
            output_tokens: self.output_tokens.saturating_add(other.output_tokens),
            cost_micros: self.cost_micros.saturating_add(other.cost_micros),
        }
    }

    /// A reservation seen as spent: what an attempt that was killed forfeits.
    #[must_use]
    pub fn forfeited(reserved: &Budget) -> Self {
        Self {
            model_calls: reserved.model_calls,
            input_tokens: reserved.tokens,
            output_tokens: 0,
            cost_micros: reserved.cost_micros,
        }
    }
}
