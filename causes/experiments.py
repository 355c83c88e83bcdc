"""Experiments in the counting step: which text a name saw, and whom it brought.

Two parts of the one statement of `causes.counting`, written here because they are a subject of their own.
They read its `placed`; a page without an experiment costs one look into a small table.
"""

# The slot of a link's code, as `Experiment.slot` reckons it.
_SLOT = (
    "('x' || substr(encode(sha256(convert_to(trial.salt || {link}.code, 'UTF8')), 'hex'), 1, 8))::bit(32)"
    "::bigint %% 10000"
)
# The experiment that ran when `link` was made, and the text that its code falls to.
_TRIED = """
    JOIN causes_experiment trial ON trial.page_id = placed.page_id AND trial.language = {link}.language
        AND trial.started_at <= {link}.created_at
        AND (trial.ended_at IS NULL OR {link}.created_at < trial.ended_at)
    JOIN causes_variant variant ON variant.experiment_id = trial.id
        AND variant.first_slot <= {slot} AND {slot} < variant.end_slot
"""


def _tried(link: str) -> str:
    return _TRIED.format(link=link, slot=f"({_SLOT.format(link=link)})")


# Only whom a confirmed parent brought within 72 hours; of the channel that the text is for.
TRIED = f"""shown AS (
    SELECT variant.id AS variant_id, sum(placed.delta) AS n
    FROM placed JOIN causes_link own ON own.id = placed.link_id {_tried("own")}
    GROUP BY variant.id
), children AS (
    SELECT variant.id AS variant_id, friend.id AS link_id, sum(placed.delta) AS n
    FROM placed JOIN causes_link friend ON friend.id = placed.parent_id {_tried("friend")}
    WHERE friend.kind = 'person' AND placed.lag IN ('1h', '6h', '24h', '72h')
      AND trial.channel IN ('', placed.channel)
    GROUP BY variant.id, friend.id
), connected AS (
    INSERT INTO causes_variantconnector AS old (variant_id, link_id, brought)
    SELECT variant_id, link_id, n FROM children
    ON CONFLICT (variant_id, link_id) DO UPDATE SET brought = old.brought + EXCLUDED.brought
    RETURNING variant_id, link_id, brought
), results AS (
    UPDATE causes_variant variant
    SET shown = variant.shown + more.shown, brought = variant.brought + more.brought,
        squares = variant.squares + more.squares
    FROM (
        SELECT variant_id, sum(shown) AS shown, sum(brought) AS brought, sum(squares) AS squares
        FROM (
            SELECT variant_id, n AS shown, 0 AS brought, 0 AS squares FROM shown
            UNION ALL
            SELECT variant_id, 0, n, connected.brought ^ 2 - (connected.brought - n) ^ 2
            FROM children JOIN connected USING (variant_id, link_id)
        ) AS part
        GROUP BY variant_id
    ) AS more
    WHERE variant.id = more.variant_id
)"""
