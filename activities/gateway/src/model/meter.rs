//! Counts calls, tokens and money, and refuses what could pass a cap.
//!
//! The greatest cost of a call is reserved before it is sent and settled by what the model reports, so
//! that calls side by side cannot pass a cap together.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What one run may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Calls, whatever becomes of them.
    pub calls: u64,
    /// Input and output tokens together.
    pub tokens: u64,
    /// Millionths of the currency's unit.
    pub cost_micros: u64,
}

/// Millionths of the currency's unit for a million tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prices {
    /// Input that the model had not cached.
    pub input: u64,
    /// Input that it had cached.
    pub cached_input: u64,
    /// Output.
    pub output: u64,
}

/// Tokens of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// All input, cached input included.
    pub input: u64,
    /// Cached input.
    pub cached: u64,
    /// Output.
    pub output: u64,
}

/// Why a run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhausted {
    /// It has made all its calls.
    Calls,
    /// The next call could take too many tokens.
    Tokens,
    /// The next call could cost too much.
    Money,
    /// It goes in circles.
    Loop,
}

/// Why a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// For good.
    Exhausted(Exhausted),
    /// Only until calls that are under way are settled.
    Busy,
}

/// What a run has used. Calls whose usage is unknown count with what was reserved for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Calls that were let through.
    pub calls: u64,
    /// All input, cached input included.
    pub input_tokens: u64,
    /// Output.
    pub output_tokens: u64,
    /// The part of the input that was cached.
    pub cached_tokens: u64,
    /// Millionths of the currency's unit.
    pub cost_micros: u64,
    /// Calls that the model answered with an error, or not at all.
    pub failed_calls: u64,
    /// Why the run is over, if it is.
    pub exhausted: Option<Exhausted>,
}

/// A run's meter; clones count together.
#[derive(Clone, Debug)]
pub struct Meter {
    caps: Caps,
    prices: Prices,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    used: Usage,
    reserved_tokens: u64,
    reserved_cost: u64,
}

/// The greatest cost of a call under way. Dropped unsettled, all of it counts as used.
#[derive(Debug)]
pub struct Reservation {
    meter: Meter,
    bound: Tokens,
    open: bool,
}

impl Meter {
    /// A meter at zero.
    pub fn new(caps: Caps, prices: Prices) -> Self {
        Self {
            caps,
            prices,
            state: Arc::default(),
        }
    }

    /// Sets the greatest cost of a call aside.
    ///
    /// # Errors
    /// When a cap could be passed. [`Refusal::Exhausted`] is final for the whole meter.
    pub fn reserve(&self, bound: Tokens) -> Result<Reservation, Refusal> {
        let mut state = self.lock();
        if let Some(exhausted) = state.used.exhausted {
            return Err(Refusal::Exhausted(exhausted));
        }
        let (tokens, cost) = (bound.input.saturating_add(bound.output), self.cost(bound));
        let used_tokens = state
            .used
            .input_tokens
            .saturating_add(state.used.output_tokens);
        let alone = if state.used.calls >= self.caps.calls {
            Some(Exhausted::Calls)
        } else if used_tokens.saturating_add(tokens) > self.caps.tokens {
            Some(Exhausted::Tokens)
        } else if state.used.cost_micros.saturating_add(cost) > self.caps.cost_micros {
            Some(Exhausted::Money)
        } else {
            None
        };
        if alone.is_some() {
            state.used.exhausted = alone;
        }
        if let Some(exhausted) = alone {
            return Err(Refusal::Exhausted(exhausted));
        }
        let all_tokens = used_tokens
            .saturating_add(state.reserved_tokens)
            .saturating_add(tokens);
        let all_cost = state
            .used
            .cost_micros
            .saturating_add(state.reserved_cost)
            .saturating_add(cost);
        if all_tokens > self.caps.tokens || all_cost > self.caps.cost_micros {
            return Err(Refusal::Busy);
        }
        state.used.calls += 1;
        state.reserved_tokens += tokens;
        state.reserved_cost += cost;
        drop(state);
        Ok(Reservation {
            meter: self.clone(),
            bound,
            open: true,
        })
    }

    /// Ends the run for another reason than a cap.
    pub fn exhaust(&self, reason: Exhausted) {
        self.lock().used.exhausted.get_or_insert(reason);
    }

    /// What has been used, without what is under way.
    pub fn snapshot(&self) -> Usage {
        self.lock().used
    }

    /// Rounded up: many small calls are not free.
    fn cost(&self, tokens: Tokens) -> u64 {
        let cached = tokens.cached.min(tokens.input);
        let sum = u128::from(tokens.input - cached) * u128::from(self.prices.input)
            + u128::from(cached) * u128::from(self.prices.cached_input)
            + u128::from(tokens.output) * u128::from(self.prices.output);
        u64::try_from(sum.div_ceil(1_000_000)).unwrap_or(u64::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reservation {
    /// The call used this much.
    pub fn settle(mut self, tokens: Tokens) {
        self.close(tokens, false);
    }

    /// The model refused the call, or was never reached: it cost nothing.
    pub fn release(mut self) {
        self.close(Tokens::default(), true);
    }

    fn close(&mut self, tokens: Tokens, failed: bool) {
        if !std::mem::replace(&mut self.open, false) {
            return;
        }
        let (bound_cost, cost) = (self.meter.cost(self.bound), self.meter.cost(tokens));
        let mut state = self.meter.lock();
        state.reserved_tokens = state
            .reserved_tokens
            .saturating_sub(self.bound.input.saturating_add(self.bound.output));
        state.reserved_cost = state.reserved_cost.saturating_sub(bound_cost);
        let used = &mut state.used;
        used.input_tokens = used.input_tokens.saturating_add(tokens.input);
        used.output_tokens = used.output_tokens.saturating_add(tokens.output);
        used.cached_tokens = used
            .cached_tokens
            .saturating_add(tokens.cached.min(tokens.input));
        used.cost_micros = used.cost_micros.saturating_add(cost);
        used.failed_calls += u64::from(failed);
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.close(self.bound, true);
    }
}

#[cfg(test)]
mod tests;
