//! Reserved and spent tokens and money.

use async_trait::async_trait;
use domain::{Budget, FixId, Spend};
use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, Transaction, sqlite::SqliteRow};
use store::{
    Account, Budgets, Reservation, ReservationId, Reserve, Scope, StoreError, StoreResult,
    budgets::decide,
};

use crate::{columns::Columns, database::Database, error::failed};

/// No single amount is stored above this, so that sums stay within 64 bits: 281 million dollars in millionths.
const MOST: u64 = 1 << 48;

fn amount(value: u64) -> i64 {
    i64::try_from(value.min(MOST)).unwrap_or(i64::MAX)
}

fn spent(row: &SqliteRow) -> StoreResult<Spend> {
    Ok(Spend {
        model_calls: u32::try_from(row.count("spent_calls")?).unwrap_or(u32::MAX),
        input_tokens: row.count("spent_input")?,
        output_tokens: row.count("spent_output")?,
        cost_micros: row.count("spent_cost")?,
    })
}

async fn account(connection: &mut SqliteConnection, scope: &Scope) -> StoreResult<Account> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT COALESCE(SUM(spent_calls), 0) AS spent_calls, COALESCE(SUM(spent_input), 0) AS spent_input,
                COALESCE(SUM(spent_output), 0) AS spent_output, COALESCE(SUM(spent_cost), 0) AS spent_cost,
                COALESCE(SUM(CASE WHEN state = 'open' THEN reserved_calls END), 0) AS open_calls,
                COALESCE(SUM(CASE WHEN state = 'open' THEN reserved_tokens END), 0) AS open_tokens,
                COALESCE(SUM(CASE WHEN state = 'open' THEN reserved_cost END), 0) AS open_cost
         FROM budget_reservations WHERE ",
    );
    match scope {
        Scope::Fix(fix) => query.push("fix_id = ").push_bind(fix.as_str()),
        Scope::Attempt(fix, attempt) => query
            .push("fix_id = ")
            .push_bind(fix.as_str())
            .push(" AND attempt = ")
            .push_bind(i64::from(*attempt)),
        Scope::Day(day) => query.push("day = ").push_bind(day.to_string()),
        Scope::Cause(cause) => query
            .push("cause_id = ")
            .push_bind(cause.as_str())
            .push(" AND created_at > COALESCE((SELECT solved_at FROM root_causes WHERE id = ")
            .push_bind(cause.as_str())
            .push("), 0)"),
    };
    let row = query.build().fetch_one(connection).await.map_err(failed)?;
    let reserved = Budget {
        model_calls: u32::try_from(row.count("open_calls")?).unwrap_or(u32::MAX),
        tokens: row.count("open_tokens")?,
        cost_micros: row.count("open_cost")?,
    };
    Ok(Account {
        spent: spent(&row)?,
        reserved: Spend::forfeited(&reserved),
    })
}

/// Closes the open reservations of a fix as if all of them had been spent; of one attempt, or of all.
async fn forfeit(
    tx: &mut Transaction<'_, Sqlite>,
    fix: &FixId,
    attempt: Option<u32>,
    at: Timestamp,
) -> StoreResult<u32> {
    let done = sqlx::query(
        "UPDATE budget_reservations
         SET state = 'forfeited', spent_calls = reserved_calls, spent_input = reserved_tokens, spent_output = 0,
             spent_cost = reserved_cost, settled_at = $3
         WHERE fix_id = $1 AND state = 'open' AND ($2 IS NULL OR attempt = $2)",
    )
    .bind(fix.as_str())
    .bind(attempt.map(i64::from))
    .bind(at.as_millisecond())
    .execute(&mut **tx)
    .await
    .map_err(failed)?;
    Ok(u32::try_from(done.rows_affected()).unwrap_or(u32::MAX))
}

#[async_trait]
impl Budgets for Database {
    async fn reserve(&self, wish: Reserve) -> StoreResult<Reservation> {
        let id = ReservationId(format!("{}/{}/{}", wish.fix, wish.attempt, wish.token));
        let mut tx = self.write().await?;
        let same = sqlx::query("SELECT * FROM budget_reservations WHERE id = $1")
            .bind(&id.0)
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed)?;
        if let Some(row) = same {
            let budget = Budget {
                model_calls: row.small("reserved_calls")?,
                tokens: row.count("reserved_tokens")?,
                cost_micros: row.count("reserved_cost")?,
            };
            return Ok(Reservation::Granted { id, budget });
        }
        forfeit(&mut tx, &wish.fix, Some(wish.attempt), wish.at).await?;
        let fix = account(&mut tx, &Scope::Fix(wish.fix.clone())).await?;
        let cause = account(&mut tx, &Scope::Cause(wish.cause.clone())).await?;
        let day = account(&mut tx, &Scope::Day(wish.day)).await?;
        let most = Budget {
            model_calls: u32::MAX,
            tokens: MOST,
            cost_micros: MOST,
        };
        let reservation = match decide(&wish.want.min(&most), &wish.caps, &fix, &cause, &day) {
            Err(exhausted) => Reservation::Exhausted(exhausted),
            Ok(budget) => {
                sqlx::query(
                    "INSERT INTO budget_reservations (id, fix_id, cause_id, attempt, day, state, reserved_calls,
                                                      reserved_tokens, reserved_cost, created_at)
                     VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9)",
                )
                .bind(&id.0)
                .bind(wish.fix.as_str())
                .bind(wish.cause.as_str())
                .bind(i64::from(wish.attempt))
                .bind(wish.day.to_string())
                .bind(i64::from(budget.model_calls))
                .bind(amount(budget.tokens))
                .bind(amount(budget.cost_micros))
                .bind(wish.at.as_millisecond())
                .execute(&mut *tx)
                .await
                .map_err(failed)?;
                Reservation::Granted { id, budget }
            }
        };
        tx.commit().await.map_err(failed)?;
        Ok(reservation)
    }

    async fn settle(&self, id: &ReservationId, spend: Spend, at: Timestamp) -> StoreResult<Spend> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE budget_reservations
             SET state = 'settled', spent_calls = $2, spent_input = $3, spent_output = $4, spent_cost = $5,
                 settled_at = $6
             WHERE id = $1 AND state = 'open'",
        )
        .bind(&id.0)
        .bind(i64::from(spend.model_calls))
        .bind(amount(spend.input_tokens))
        .bind(amount(spend.output_tokens))
        .bind(amount(spend.cost_micros))
        .bind(at.as_millisecond())
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        let row = sqlx::query("SELECT * FROM budget_reservations WHERE id = $1")
            .bind(&id.0)
            .fetch_optional(&mut *tx)
            .await
            .map_err(failed)?
            .ok_or_else(|| StoreError::not_found("reservation", id))?;
        tx.commit().await.map_err(failed)?;
        spent(&row)
    }

    async fn forfeit(&self, fix: &FixId, at: Timestamp) -> StoreResult<u32> {
        let mut tx = self.write().await?;
        let forfeited = forfeit(&mut tx, fix, None, at).await?;
        tx.commit().await.map_err(failed)?;
        Ok(forfeited)
    }

    async fn account(&self, scope: Scope) -> StoreResult<Account> {
        let mut connection = self.read().acquire().await.map_err(failed)?;
        account(&mut connection, &scope).await
    }
}
