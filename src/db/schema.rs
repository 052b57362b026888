//! The tables, as diesel sees them. Both databases have the same ones.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    places (id) {
        id -> BigInt,
        code -> Text,
        slug -> Text,
        name -> Text,
        full_name -> Text,
        kind -> Text,
        area_km2 -> Nullable<Double>,
        population -> Nullable<BigInt>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        old_communes -> Text,
        map_column -> Nullable<Integer>,
        map_row -> Nullable<Integer>,
    }
}

table! {
    place_successions (id) {
        id -> BigInt,
        old_place_id -> BigInt,
        new_place_id -> BigInt,
    }
}

table! {
    organisations (id) {
        id -> BigInt,
        slug -> Text,
        name_vi -> Text,
        name_en -> Text,
        kind -> Text,
        parent_id -> Nullable<BigInt>,
        place_id -> Nullable<BigInt>,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        contact -> Text,
    }
}

table! {
    terms (id) {
        id -> BigInt,
        taxonomy -> Text,
        slug -> Text,
        name_vi -> Text,
        name_en -> Text,
        parent_id -> Nullable<BigInt>,
        position -> Integer,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
    }
}

table! {
    accounts (id) {
        id -> BigInt,
        email -> Text,
        name -> Text,
        password_hash -> Nullable<Text>,
        language -> Text,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
    }
}

table! {
    memberships (id) {
        id -> BigInt,
        account_id -> BigInt,
        organisation_id -> BigInt,
        role -> Text,
    }
}

table! {
    sessions (id) {
        id -> BigInt,
        token_hash -> Text,
        account_id -> BigInt,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        expires_at -> Timestamp,
        user_agent -> Text,
    }
}

table! {
    password_links (id) {
        id -> BigInt,
        token_hash -> Text,
        account_id -> BigInt,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

table! {
    devices (id) {
        id -> BigInt,
        token_hash -> Text,
        account_id -> BigInt,
        seen_at -> Timestamp,
        network_hash -> Text,
    }
}

table! {
    sign_in_failures (id) {
        id -> BigInt,
        key_hash -> Text,
        failed_at -> Timestamp,
    }
}

table! {
    assets (id) {
        id -> BigInt,
        uid -> Text,
        sha256 -> Text,
        filename -> Text,
        mime -> Text,
        bytes -> BigInt,
        width -> Integer,
        height -> Integer,
        seconds -> Integer,
        alt -> Text,
        caption -> Text,
        credit -> Text,
        rights -> Text,
        alt_en -> Text,
        caption_en -> Text,
        state -> Text,
        organisation_id -> BigInt,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

table! {
    items (id) {
        id -> BigInt,
        uid -> Text,
        kind -> Text,
        language -> Text,
        translation_group -> Text,
        organisation_id -> BigInt,
        featured -> Bool,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

table! {
    revisions (id) {
        id -> BigInt,
        item_id -> BigInt,
        number -> Integer,
        title -> Text,
        content -> Text,
        content_hash -> Text,
        body_html -> Text,
        body_text -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        state -> Text,
        state_at -> Timestamp,
        submitted_by -> Nullable<BigInt>,
        approved_by -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
        approved_hash -> Nullable<Text>,
        note -> Nullable<Text>,
        publish_at -> Nullable<Timestamp>,
        expires_at -> Nullable<Timestamp>,
        published_at -> Nullable<Timestamp>,
        published_by -> Nullable<BigInt>,
    }
}

table! {
    slugs (id) {
        id -> BigInt,
        kind -> Text,
        language -> Text,
        slug -> Text,
        item_id -> BigInt,
        current -> Bool,
        public -> Bool,
        created_at -> Timestamp,
    }
}

table! {
    live (item_id) {
        item_id -> BigInt,
        revision_id -> BigInt,
        uid -> Text,
        kind -> Text,
        language -> Text,
        slug -> Text,
        title -> Text,
        sapo -> Text,
        organisation_id -> BigInt,
        lead_asset_id -> Nullable<BigInt>,
        featured -> Bool,
        illustration -> Bool,
        starts_at -> Nullable<Timestamp>,
        ends_at -> Nullable<Timestamp>,
        published_at -> Timestamp,
        changed_at -> Timestamp,
    }
}

table! {
    live_terms (id) {
        id -> BigInt,
        item_id -> BigInt,
        term_id -> BigInt,
        language -> Text,
        published_at -> Timestamp,
    }
}

table! {
    live_places (id) {
        id -> BigInt,
        item_id -> BigInt,
        place_id -> BigInt,
        language -> Text,
        published_at -> Timestamp,
    }
}

table! {
    live_shelves (item_id, field_id, place_id) {
        item_id -> BigInt,
        field_id -> BigInt,
        place_id -> BigInt,
        kind -> Text,
        language -> Text,
        published_at -> Timestamp,
    }
}

table! {
    live_assets (id) {
        id -> BigInt,
        item_id -> BigInt,
        asset_id -> BigInt,
    }
}

table! {
    pages (id) {
        id -> BigInt,
        key -> Text,
        language -> Text,
        slug -> Text,
        title -> Text,
        body -> Text,
        body_html -> Text,
        changed_at -> Timestamp,
    }
}

table! {
    history (id) {
        id -> BigInt,
        at -> Timestamp,
        account_id -> Nullable<BigInt>,
        who -> Nullable<Text>,
        item_id -> Nullable<BigInt>,
        revision_id -> Nullable<BigInt>,
        action -> Text,
        from_state -> Nullable<Text>,
        to_state -> Nullable<Text>,
        reason -> Nullable<Text>,
        origin -> Text,
        detail -> Text,
    }
}

table! {
    orders (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Text,
        state -> Text,
        run_at -> Timestamp,
        attempts -> Integer,
        leased_by -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

table! {
    facts (key) {
        key -> Text,
        value -> Text,
    }
}

table! {
    corrections (id) {
        id -> BigInt,
        item_id -> BigInt,
        revision_id -> BigInt,
        language -> Text,
        corrected_at -> Timestamp,
        text -> Text,
    }
}

table! {
    ratings (id) {
        id -> BigInt,
        item_id -> BigInt,
        revision_id -> BigInt,
        day -> Date,
        yes -> Integer,
        no -> Integer,
    }
}

table! {
    mistakes (id) {
        id -> BigInt,
        item_id -> BigInt,
        text -> Text,
        name -> Text,
        contact -> Text,
        state -> Text,
        created_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        note -> Text,
    }
}

table! {
    synonyms (id) {
        id -> BigInt,
        key -> Text,
        kind -> Text,
        forms -> Text,
    }
}

table! {
    misses (day, language, query) {
        day -> Date,
        language -> Text,
        query -> Text,
        times -> Integer,
    }
}

joinable!(organisations -> places (place_id));
joinable!(memberships -> accounts (account_id));
joinable!(memberships -> organisations (organisation_id));
joinable!(sessions -> accounts (account_id));
joinable!(password_links -> accounts (account_id));
joinable!(devices -> accounts (account_id));
joinable!(assets -> organisations (organisation_id));
joinable!(assets -> accounts (created_by));
joinable!(items -> organisations (organisation_id));
joinable!(items -> accounts (created_by));
joinable!(revisions -> items (item_id));
joinable!(slugs -> items (item_id));
joinable!(live -> items (item_id));
joinable!(ratings -> items (item_id));
joinable!(mistakes -> items (item_id));
joinable!(corrections -> live (item_id));
joinable!(live -> revisions (revision_id));
joinable!(live -> organisations (organisation_id));
joinable!(live -> assets (lead_asset_id));
joinable!(live_terms -> live (item_id));
joinable!(live_terms -> terms (term_id));
joinable!(live_places -> live (item_id));
joinable!(live_places -> places (place_id));
joinable!(live_shelves -> live (item_id));
joinable!(live_assets -> live (item_id));
joinable!(live_assets -> assets (asset_id));
joinable!(history -> accounts (account_id));
joinable!(history -> items (item_id));
joinable!(history -> revisions (revision_id));

allow_tables_to_appear_in_same_query! {
    places, place_successions, organisations, terms, accounts, memberships, sessions,
    password_links, devices, sign_in_failures, assets, items, revisions, slugs, live,
    live_terms, live_places, live_shelves, live_assets, pages, corrections, ratings, mistakes, synonyms,
    misses, history, orders, facts,
}
