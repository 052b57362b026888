-- Places: communes of today and the districts before 2025, with validity dates.
create table places (
    id bigint generated always as identity primary key,
    code text not null,
    slug text not null unique,
    name text not null,
    full_name text not null,
    kind text not null,
    area_km2 double precision,
    population bigint,
    valid_from date,
    valid_to date
);

-- Which old place lies (wholly or partly) in which new one.
create table place_successions (
    id bigint generated always as identity primary key,
    old_place_id bigint not null references places (id),
    new_place_id bigint not null references places (id),
    unique (old_place_id, new_place_id)
);
create index place_successions_by_new on place_successions (new_place_id);

create table organisations (
    id bigint generated always as identity primary key,
    slug text not null unique,
    name_vi text not null,
    name_en text not null,
    kind text not null,
    parent_id bigint references organisations (id),
    place_id bigint references places (id),
    valid_from date,
    valid_to date
);
create index organisations_by_parent on organisations (parent_id);

create table terms (
    id bigint generated always as identity primary key,
    taxonomy text not null,
    slug text not null,
    name_vi text not null,
    name_en text not null,
    parent_id bigint references terms (id),
    position integer not null,
    valid_from date,
    valid_to date,
    unique (taxonomy, slug)
);

-- People of the desk.
create table accounts (
    id bigint generated always as identity primary key,
    email text not null unique,
    name text not null,
    password_hash text,
    language text not null,
    created_at timestamp not null,
    disabled_at timestamp
);

create table memberships (
    id bigint generated always as identity primary key,
    account_id bigint not null references accounts (id),
    organisation_id bigint not null references organisations (id),
    role text not null,
    unique (account_id, organisation_id, role)
);

-- Sessions, one-time links and device cookies keep only the hash of the secret.
create table sessions (
    id bigint generated always as identity primary key,
    token_hash text not null unique,
    account_id bigint not null references accounts (id),
    created_at timestamp not null,
    seen_at timestamp not null,
    expires_at timestamp not null,
    user_agent text not null
);
create index sessions_by_account on sessions (account_id);

create table password_links (
    id bigint generated always as identity primary key,
    token_hash text not null unique,
    account_id bigint not null references accounts (id),
    expires_at timestamp not null,
    used_at timestamp
);

create table devices (
    id bigint generated always as identity primary key,
    token_hash text not null unique,
    account_id bigint not null references accounts (id),
    seen_at timestamp not null
);

-- Failed sign-ins, counted by a hashed key (address, or address and device).
create table sign_in_failures (
    id bigint generated always as identity primary key,
    key_hash text not null,
    failed_at timestamp not null
);
create index sign_in_failures_by_key on sign_in_failures (key_hash, failed_at);

create table assets (
    id bigint generated always as identity primary key,
    uid text not null unique,
    sha256 text not null unique,
    filename text not null,
    mime text not null,
    bytes bigint not null,
    width integer not null,
    height integer not null,
    alt text not null,
    caption text not null,
    credit text not null,
    rights text not null,
    alt_en text not null,
    caption_en text not null,
    state text not null,
    organisation_id bigint not null references organisations (id),
    created_by bigint references accounts (id),
    created_at timestamp not null
);

-- An item has no state; its revisions do.
create table items (
    id bigint generated always as identity primary key,
    uid text not null unique,
    kind text not null,
    language text not null,
    translation_group text not null,
    organisation_id bigint not null references organisations (id),
    featured boolean not null,
    created_by bigint references accounts (id),
    created_at timestamp not null
);
create index items_by_translation_group on items (translation_group);
create index items_by_organisation on items (organisation_id, id);

-- What a revision says (content, content_hash) never changes; where it stands in
-- the workflow (state and what follows it) does. body_* are made from content,
-- the last time when the revision is submitted.
create table revisions (
    id bigint generated always as identity primary key,
    item_id bigint not null references items (id),
    number integer not null,
    title text not null,
    content text not null,
    content_hash text not null,
    body_html text not null,
    body_text text not null,
    created_by bigint references accounts (id),
    created_at timestamp not null,
    state text not null,
    state_at timestamp not null,
    submitted_by bigint references accounts (id),
    approved_by bigint references accounts (id),
    approved_at timestamp,
    approved_hash text,
    note text,
    publish_at timestamp,
    expires_at timestamp,
    published_at timestamp,
    published_by bigint references accounts (id),
    unique (item_id, number)
);
create index revisions_by_state on revisions (state, state_at);

-- At most one live revision and one in work, whatever happens at once.
create unique index revisions_one_published on revisions (item_id) where state = 'published';
create unique index revisions_one_in_work on revisions (item_id)
    where state in ('draft', 'in_review', 'changes_requested', 'approved', 'scheduled');

-- Every address an item ever had; a public one answers for ever.
create table slugs (
    id bigint generated always as identity primary key,
    kind text not null,
    language text not null,
    slug text not null,
    item_id bigint not null references items (id),
    current boolean not null,
    public boolean not null,
    created_at timestamp not null,
    unique (language, kind, slug)
);
create index slugs_by_item on slugs (item_id);

-- The projection that the public reads, and nothing else: a row stands here
-- exactly while its item has a published revision.
create table live (
    item_id bigint primary key references items (id),
    revision_id bigint not null references revisions (id),
    uid text not null,
    kind text not null,
    language text not null,
    slug text not null,
    title text not null,
    sapo text not null,
    organisation_id bigint not null references organisations (id),
    lead_asset_id bigint references assets (id),
    featured boolean not null,
    illustration boolean not null,
    starts_at timestamp,
    ends_at timestamp,
    published_at timestamp not null,
    changed_at timestamp not null
);
create index live_by_date on live (language, published_at desc, item_id desc);
create index live_by_kind on live (language, kind, published_at desc, item_id desc);
create index live_featured on live (language, published_at desc) where featured;
create index live_by_end on live (language, kind, ends_at);

create table live_terms (
    id bigint generated always as identity primary key,
    item_id bigint not null references live (item_id) on delete cascade,
    term_id bigint not null references terms (id),
    language text not null,
    published_at timestamp not null,
    unique (item_id, term_id)
);
create index live_terms_by_term on live_terms (term_id, language, published_at desc, item_id desc);

create table live_places (
    id bigint generated always as identity primary key,
    item_id bigint not null references live (item_id) on delete cascade,
    place_id bigint not null references places (id),
    language text not null,
    published_at timestamp not null,
    unique (item_id, place_id)
);
create index live_places_by_place on live_places (place_id, language, published_at desc, item_id desc);

-- Pictures the public may see are those of live items.
create table live_assets (
    id bigint generated always as identity primary key,
    item_id bigint not null references live (item_id) on delete cascade,
    asset_id bigint not null references assets (id),
    unique (item_id, asset_id)
);
create index live_assets_by_asset on live_assets (asset_id);

-- Standing pages: about, contact, accessibility.
create table pages (
    id bigint generated always as identity primary key,
    key text not null,
    language text not null,
    slug text not null,
    title text not null,
    body text not null,
    body_html text not null,
    changed_at timestamp not null,
    unique (language, key),
    unique (language, slug)
);

-- Who did what, when and from where: rows are added, never changed.
create table history (
    id bigint generated always as identity primary key,
    at timestamp not null,
    account_id bigint references accounts (id),
    item_id bigint references items (id),
    revision_id bigint references revisions (id),
    action text not null,
    from_state text,
    to_state text,
    reason text,
    origin text not null,
    detail text not null
);
create index history_by_item on history (item_id, id);

-- What must still be done because of a change, written with the change.
create table orders (
    id bigint generated always as identity primary key,
    kind text not null,
    payload text not null,
    state text not null,
    run_at timestamp not null,
    attempts integer not null,
    leased_by text,
    leased_until timestamp,
    last_error text,
    created_at timestamp not null
);
create index orders_ready on orders (state, run_at, id);

-- Single facts of the site: its generation, its identity.
create table facts (
    key text primary key,
    value text not null
);
insert into facts (key, value) values ('generation', '1'), ('reference', '1');

create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception '%', tg_argv[0]; end $$;
create trigger history_keeps_rows before update or delete on history
    for each row execute function refuse_change('history is append-only');
create trigger history_stays before truncate on history
    for each statement execute function refuse_change('history is append-only');
create trigger revisions_keep_content
    before update of item_id, number, title, content, content_hash, created_by, created_at on revisions
    for each row execute function refuse_change('a revision''s content is immutable');
