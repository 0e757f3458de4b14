--
-- PostgreSQL database dump
--



SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: auth; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA auth;


--
-- Name: utu; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA utu;


--
-- Name: inherit_decision(uuid, timestamp with time zone); Type: FUNCTION; Schema: utu; Owner: -
--

CREATE FUNCTION utu.inherit_decision(original uuid, at timestamp with time zone) RETURNS bigint
    LANGUAGE sql
    AS $$
	with heirs as (
		update utu.item d set decided_at = at
		from utu.decision o
		where d.duplicate_of = original and d.decided_at is null and o.item_id = original and o.superseded_at is null
		returning d.id, d.organisation_id, d.project_id, o.answers, o.posterior, o.certainty, o.severity, o.method
	), inherited as (
		insert into utu.decision (id, organisation_id, project_id, item_id, reason, answers, posterior, certainty, views, severity, method, decided_at)
		select gen_random_uuid(), organisation_id, project_id, id, 'inherited', answers, posterior, certainty, 0, severity, method, at from heirs
		returning 1
	)
	select count(*) from inherited
$$;


--
-- Name: me(); Type: FUNCTION; Schema: utu; Owner: -
--

CREATE FUNCTION utu.me() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ select nullif(current_setting('utu.person', true), '')::uuid $$;


--
-- Name: org(); Type: FUNCTION; Schema: utu; Owner: -
--

CREATE FUNCTION utu.org() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ select nullif(current_setting('utu.organisation', true), '')::uuid $$;


SET default_tablespace = '';


--
-- Name: api_key; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.api_key (
    id text NOT NULL,
    person_id text NOT NULL,
    name text NOT NULL,
    start text NOT NULL,
    sha256 bytea NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT api_key_check CHECK ((expires_at > created_at)),
    CONSTRAINT api_key_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT api_key_scopes_check CHECK ((cardinality(scopes) > 0)),
    CONSTRAINT api_key_sha256_check CHECK ((octet_length(sha256) = 32)),
    CONSTRAINT api_key_start_check CHECK ((char_length(start) <= 12))
);


--
-- Name: credential; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.credential (
    id text NOT NULL,
    person_id text NOT NULL,
    provider_id text NOT NULL,
    account_id text NOT NULL,
    password text,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamp with time zone,
    refresh_token_expires_at timestamp with time zone,
    scope text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT credential_password_check CHECK ((password ~ '^[0-9a-f]{32}:[0-9a-f]{128}$'::text))
);


--
-- Name: person; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.person (
    id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    email_verified boolean NOT NULL,
    image text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT person_email_check CHECK (((email = lower(email)) AND (char_length(email) <= 254))),
    CONSTRAINT person_image_check CHECK ((image IS NULL)),
    CONSTRAINT person_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
);


--
-- Name: session; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.session (
    id text NOT NULL,
    person_id text NOT NULL,
    token text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    ip_address text,
    user_agent text,
    CONSTRAINT session_ip_address_check CHECK ((ip_address IS NULL)),
    CONSTRAINT session_user_agent_check CHECK ((user_agent IS NULL))
);


--
-- Name: verification; Type: TABLE; Schema: auth; Owner: -
--

CREATE TABLE auth.verification (
    id text NOT NULL,
    identifier text NOT NULL,
    value text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: answer; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.answer (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    item_id uuid NOT NULL,
    worker_id uuid NOT NULL,
    purpose text NOT NULL,
    basis text NOT NULL,
    status text NOT NULL,
    answers jsonb NOT NULL,
    hazards_found jsonb DEFAULT '{}'::jsonb NOT NULL,
    consensus_due boolean NOT NULL,
    screen_due boolean NOT NULL,
    idempotency_key uuid NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    CONSTRAINT answer_basis_check CHECK ((basis = ANY (ARRAY['viewed'::text, 'unseen'::text]))),
    CONSTRAINT answer_status_check CHECK ((status = ANY (ARRAY['counted'::text, 'kept'::text])))
);

ALTER TABLE ONLY utu.answer FORCE ROW LEVEL SECURITY;


--
-- Name: batch; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.batch (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    source text NOT NULL,
    day date NOT NULL,
    quarantined_at timestamp with time zone,
    relane boolean DEFAULT false NOT NULL,
    screen_round integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.batch FORCE ROW LEVEL SECURITY;


--
-- Name: batch_screen; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.batch_screen (
    batch_id uuid NOT NULL,
    category text NOT NULL,
    screen_round integer NOT NULL,
    organisation_id uuid NOT NULL,
    looked integer DEFAULT 0 NOT NULL,
    found integer DEFAULT 0 NOT NULL,
    cleared_at timestamp with time zone
);

ALTER TABLE ONLY utu.batch_screen FORCE ROW LEVEL SECURITY;


--
-- Name: consent; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.consent (
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    categories text[] NOT NULL,
    answered_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.consent FORCE ROW LEVEL SECURITY;


--
-- Name: crowd_model; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.crowd_model (
    project_id uuid NOT NULL,
    question text NOT NULL,
    part smallint NOT NULL,
    organisation_id uuid NOT NULL,
    newcomer real[] NOT NULL,
    strength real NOT NULL,
    class_prior real[] NOT NULL,
    labels integer NOT NULL,
    fitted_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.crowd_model FORCE ROW LEVEL SECURITY;


--
-- Name: decision; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.decision (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    item_id uuid NOT NULL,
    reason text NOT NULL,
    answers jsonb NOT NULL,
    posterior jsonb NOT NULL,
    certainty real NOT NULL,
    views smallint NOT NULL,
    severity smallint NOT NULL,
    method text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    delivery_due boolean DEFAULT true NOT NULL,
    CONSTRAINT decision_reason_check CHECK ((reason = ANY (ARRAY['certain'::text, 'cap'::text, 'no-gain'::text, 'text'::text, 'inherited'::text])))
);

ALTER TABLE ONLY utu.decision FORCE ROW LEVEL SECURITY;


--
-- Name: exclusion; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.exclusion (
    person_id uuid NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    CONSTRAINT exclusion_kind_check CHECK ((kind = ANY (ARRAY['category'::text, 'theme'::text, 'country'::text, 'language'::text])))
);

ALTER TABLE ONLY utu.exclusion FORCE ROW LEVEL SECURITY;


--
-- Name: exposure; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.exposure (
    lease_id uuid NOT NULL,
    person_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    purpose text NOT NULL,
    severity smallint NOT NULL,
    categories text[] NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    visible_ms integer NOT NULL,
    presentation jsonb NOT NULL,
    CONSTRAINT exposure_check CHECK ((ended_at >= started_at)),
    CONSTRAINT exposure_severity_check CHECK (((severity >= 0) AND (severity <= 4))),
    CONSTRAINT exposure_visible_ms_check CHECK ((visible_ms >= 0))
);

ALTER TABLE ONLY utu.exposure FORCE ROW LEVEL SECURITY;


--
-- Name: item; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.item (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    project_version integer NOT NULL,
    batch_id uuid NOT NULL,
    key text NOT NULL,
    sha256 bytea NOT NULL,
    language text,
    themes text[] DEFAULT '{}'::text[] NOT NULL,
    meta jsonb,
    chars integer NOT NULL,
    stage text NOT NULL,
    duplicate_of uuid,
    hazards jsonb DEFAULT '{"unscreened": 4}'::jsonb NOT NULL,
    hazards_floor jsonb DEFAULT '{}'::jsonb NOT NULL,
    severity smallint DEFAULT 4 NOT NULL,
    uncovered text[] DEFAULT '{}'::text[] NOT NULL,
    sentence_severities smallint[],
    label_prior jsonb,
    model_version integer,
    first_pass_attempts smallint DEFAULT 0 NOT NULL,
    first_pass_due timestamp with time zone,
    lane_id bigint,
    queue_order double precision DEFAULT 0 NOT NULL,
    views_wanted smallint DEFAULT 0 NOT NULL,
    views smallint DEFAULT 0 NOT NULL,
    views_active smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone,
    scouted_round integer DEFAULT 0 NOT NULL,
    scouted_found text[] DEFAULT '{}'::text[] NOT NULL,
    posterior jsonb,
    certainty real,
    created_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    CONSTRAINT item_severity_check CHECK (((severity >= 0) AND (severity <= 4))),
    CONSTRAINT item_stage_check CHECK ((stage = ANY (ARRAY['first-pass'::text, 'open'::text, 'decided'::text, 'duplicate'::text]))),
    CONSTRAINT item_views_active_check CHECK ((views_active >= 0))
);

ALTER TABLE ONLY utu.item FORCE ROW LEVEL SECURITY;


--
-- Name: item_content; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.item_content (
    item_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    text text NOT NULL
);

ALTER TABLE ONLY utu.item_content FORCE ROW LEVEL SECURITY;


--
-- Name: lane; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.lane (
    id bigint NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    signature text NOT NULL,
    language text,
    hazards jsonb NOT NULL,
    categories text[] NOT NULL,
    categories_any text[] NOT NULL,
    uncovered text[] NOT NULL,
    severity smallint NOT NULL,
    themes text[] NOT NULL,
    CONSTRAINT lane_severity_check CHECK (((severity >= 0) AND (severity <= 4)))
);

ALTER TABLE ONLY utu.lane FORCE ROW LEVEL SECURITY;


--
-- Name: lane_id_seq; Type: SEQUENCE; Schema: utu; Owner: -
--

ALTER TABLE utu.lane ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME utu.lane_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: lease; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.lease (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    item_id uuid NOT NULL,
    person_id uuid NOT NULL,
    purpose text NOT NULL,
    state text NOT NULL,
    hazards jsonb NOT NULL,
    categories text[] NOT NULL,
    severity smallint NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    reserved_ms integer NOT NULL,
    visible_ms integer DEFAULT 0 NOT NULL,
    visible_since timestamp with time zone,
    revealed_at timestamp with time zone,
    revealed_sentences integer[] DEFAULT '{}'::integer[] NOT NULL,
    extensions smallint DEFAULT 0 NOT NULL,
    draft jsonb,
    idempotency_key uuid NOT NULL,
    CONSTRAINT lease_reserved_ms_check CHECK ((reserved_ms >= 0)),
    CONSTRAINT lease_severity_check CHECK (((severity >= 0) AND (severity <= 4))),
    CONSTRAINT lease_state_check CHECK ((state = ANY (ARRAY['active'::text, 'answered'::text, 'skipped'::text, 'surprised'::text, 'released'::text, 'expired'::text, 'withdrawn'::text]))),
    CONSTRAINT lease_visible_ms_check CHECK ((visible_ms >= 0))
);

ALTER TABLE ONLY utu.lease FORCE ROW LEVEL SECURITY;


--
-- Name: membership; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.membership (
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    display_name text NOT NULL,
    roles text[] NOT NULL,
    team_id uuid,
    joined_at timestamp with time zone NOT NULL,
    CONSTRAINT membership_roles_check CHECK ((roles <@ ARRAY['worker'::text, 'analyst'::text, 'operator'::text, 'client'::text, 'representative'::text, 'admin'::text]))
);

ALTER TABLE ONLY utu.membership FORCE ROW LEVEL SECURITY;


--
-- Name: organisation; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.organisation (
    id uuid NOT NULL,
    name text NOT NULL,
    join_code text NOT NULL,
    support_contact text,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.organisation FORCE ROW LEVEL SECURITY;


--
-- Name: outbox; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.outbox (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    event text NOT NULL,
    payload jsonb NOT NULL,
    state text NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone,
    last_error text,
    created_at timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    decision_id uuid,
    claim uuid,
    claimed_until timestamp with time zone,
    replayed_at timestamp with time zone,
    CONSTRAINT outbox_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'delivered'::text, 'dead'::text])))
);

ALTER TABLE ONLY utu.outbox FORCE ROW LEVEL SECURITY;


--
-- Name: person; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.person (
    id uuid NOT NULL,
    display_name text NOT NULL,
    locale text DEFAULT 'en'::text NOT NULL,
    time_zone text DEFAULT 'UTC'::text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.person FORCE ROW LEVEL SECURITY;


--
-- Name: person_account; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.person_account (
    person_id uuid NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    limits jsonb DEFAULT '{}'::jsonb NOT NULL,
    work_run_ms bigint DEFAULT 0 NOT NULL,
    severe_run_ms bigint DEFAULT 0 NOT NULL,
    last_severity smallint DEFAULT 0 NOT NULL,
    last_ended_at timestamp with time zone
);

ALTER TABLE ONLY utu.person_account FORCE ROW LEVEL SECURITY;


--
-- Name: predictor_model; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.predictor_model (
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    weights bytea NOT NULL,
    report jsonb NOT NULL,
    trained_on integer NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.predictor_model FORCE ROW LEVEL SECURITY;


--
-- Name: project; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.project (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT project_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'paused'::text, 'closed'::text])))
);

ALTER TABLE ONLY utu.project FORCE ROW LEVEL SECURITY;


--
-- Name: project_version; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.project_version (
    project_id uuid NOT NULL,
    version integer NOT NULL,
    organisation_id uuid NOT NULL,
    definition jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.project_version FORCE ROW LEVEL SECURITY;


--
-- Name: project_worker; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.project_worker (
    project_id uuid NOT NULL,
    person_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    worker_id uuid NOT NULL
);

ALTER TABLE ONLY utu.project_worker FORCE ROW LEVEL SECURITY;


--
-- Name: seen; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.seen (
    person_id uuid NOT NULL,
    sha256 bytea NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.seen FORCE ROW LEVEL SECURITY;


--
-- Name: surprise; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.surprise (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    item_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    category text,
    severity_before smallint NOT NULL,
    severity_after smallint NOT NULL,
    model_version integer,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.surprise FORCE ROW LEVEL SECURITY;


--
-- Name: team; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.team (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    name text NOT NULL,
    analyst_id uuid,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.team FORCE ROW LEVEL SECURITY;


--
-- Name: webhook; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.webhook (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    url text NOT NULL,
    secret text NOT NULL,
    events text[] NOT NULL,
    active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.webhook FORCE ROW LEVEL SECURITY;


--
-- Name: work_time; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.work_time (
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    person_id uuid NOT NULL,
    hour timestamp with time zone NOT NULL,
    work_ms bigint NOT NULL
);

ALTER TABLE ONLY utu.work_time FORCE ROW LEVEL SECURITY;


--
-- Name: worker_model; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.worker_model (
    project_id uuid NOT NULL,
    question text NOT NULL,
    part smallint NOT NULL,
    worker_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    counts real[] NOT NULL,
    prior real[] NOT NULL,
    strength real NOT NULL
);

ALTER TABLE ONLY utu.worker_model FORCE ROW LEVEL SECURITY;


--
-- Name: api_key api_key_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);


--
-- Name: api_key api_key_sha256_key; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.api_key
    ADD CONSTRAINT api_key_sha256_key UNIQUE (sha256);


--
-- Name: credential credential_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (id);


--
-- Name: credential credential_provider_id_account_id_key; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.credential
    ADD CONSTRAINT credential_provider_id_account_id_key UNIQUE (provider_id, account_id);


--
-- Name: person person_email_key; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.person
    ADD CONSTRAINT person_email_key UNIQUE (email);


--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);


--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);


--
-- Name: session session_token_key; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.session
    ADD CONSTRAINT session_token_key UNIQUE (token);


--
-- Name: verification verification_pkey; Type: CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.verification
    ADD CONSTRAINT verification_pkey PRIMARY KEY (id);


--
-- Name: answer answer_idempotency_key_key; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.answer
    ADD CONSTRAINT answer_idempotency_key_key UNIQUE (idempotency_key);


--
-- Name: answer answer_item_id_worker_id_key; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.answer
    ADD CONSTRAINT answer_item_id_worker_id_key UNIQUE (item_id, worker_id);


--
-- Name: answer answer_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (id);


--
-- Name: batch batch_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (id);


--
-- Name: batch batch_project_id_source_day_key; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.batch
    ADD CONSTRAINT batch_project_id_source_day_key UNIQUE (project_id, source, day);


--
-- Name: batch_screen batch_screen_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.batch_screen
    ADD CONSTRAINT batch_screen_pkey PRIMARY KEY (batch_id, category, screen_round);


--
-- Name: consent consent_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (person_id, project_id);


--
-- Name: crowd_model crowd_model_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.crowd_model
    ADD CONSTRAINT crowd_model_pkey PRIMARY KEY (project_id, question, part);


--
-- Name: decision decision_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.decision
    ADD CONSTRAINT decision_pkey PRIMARY KEY (id);


--
-- Name: exclusion exclusion_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exclusion
    ADD CONSTRAINT exclusion_pkey PRIMARY KEY (person_id, kind, value);


--
-- Name: exposure exposure_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure
    ADD CONSTRAINT exposure_pkey PRIMARY KEY (lease_id);


--
-- Name: item_content item_content_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item_content
    ADD CONSTRAINT item_content_pkey PRIMARY KEY (item_id);


--
-- Name: item item_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item
    ADD CONSTRAINT item_pkey PRIMARY KEY (id);


--
-- Name: item item_project_id_key_key; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item
    ADD CONSTRAINT item_project_id_key_key UNIQUE (project_id, key);


--
-- Name: lane lane_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lane
    ADD CONSTRAINT lane_pkey PRIMARY KEY (id);


--
-- Name: lane lane_project_id_signature_key; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lane
    ADD CONSTRAINT lane_project_id_signature_key UNIQUE (project_id, signature);


--
-- Name: lease lease_idempotency_key_key; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lease
    ADD CONSTRAINT lease_idempotency_key_key UNIQUE (idempotency_key);


--
-- Name: lease lease_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lease
    ADD CONSTRAINT lease_pkey PRIMARY KEY (id);


--
-- Name: membership membership_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (organisation_id, person_id);


--
-- Name: organisation organisation_join_code_key; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.organisation
    ADD CONSTRAINT organisation_join_code_key UNIQUE (join_code);


--
-- Name: organisation organisation_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.organisation
    ADD CONSTRAINT organisation_pkey PRIMARY KEY (id);


--
-- Name: outbox outbox_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);


--
-- Name: person_account person_account_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.person_account
    ADD CONSTRAINT person_account_pkey PRIMARY KEY (person_id);


--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);


--
-- Name: predictor_model predictor_model_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.predictor_model
    ADD CONSTRAINT predictor_model_pkey PRIMARY KEY (project_id, version);


--
-- Name: project project_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project
    ADD CONSTRAINT project_pkey PRIMARY KEY (id);


--
-- Name: project_version project_version_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project_version
    ADD CONSTRAINT project_version_pkey PRIMARY KEY (project_id, version);


--
-- Name: project_worker project_worker_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project_worker
    ADD CONSTRAINT project_worker_pkey PRIMARY KEY (project_id, person_id);


--
-- Name: project_worker project_worker_worker_id_key; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project_worker
    ADD CONSTRAINT project_worker_worker_id_key UNIQUE (worker_id);


--
-- Name: seen seen_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.seen
    ADD CONSTRAINT seen_pkey PRIMARY KEY (person_id, sha256);


--
-- Name: surprise surprise_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.surprise
    ADD CONSTRAINT surprise_pkey PRIMARY KEY (id);


--
-- Name: team team_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (id);


--
-- Name: webhook webhook_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (id);


--
-- Name: work_time work_time_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.work_time
    ADD CONSTRAINT work_time_pkey PRIMARY KEY (organisation_id, project_id, person_id, hour);


--
-- Name: worker_model worker_model_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.worker_model
    ADD CONSTRAINT worker_model_pkey PRIMARY KEY (project_id, question, part, worker_id);


--
-- Name: api_key_end; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX api_key_end ON auth.api_key USING btree (expires_at);


--
-- Name: api_key_person; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX api_key_person ON auth.api_key USING btree (person_id, created_at);


--
-- Name: credential_person; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX credential_person ON auth.credential USING btree (person_id);


--
-- Name: session_end; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX session_end ON auth.session USING btree (expires_at);


--
-- Name: session_person; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX session_person ON auth.session USING btree (person_id);


--
-- Name: verification_end; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX verification_end ON auth.verification USING btree (expires_at);


--
-- Name: verification_identifier; Type: INDEX; Schema: auth; Owner: -
--

CREATE INDEX verification_identifier ON auth.verification USING btree (identifier);


--
-- Name: answer_consensus; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX answer_consensus ON utu.answer USING btree (organisation_id, answered_at) WHERE consensus_due;


--
-- Name: answer_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX answer_project ON utu.answer USING btree (project_id, item_id);


--
-- Name: decision_current; Type: INDEX; Schema: utu; Owner: -
--

CREATE UNIQUE INDEX decision_current ON utu.decision USING btree (item_id) WHERE (superseded_at IS NULL);


--
-- Name: decision_delivery; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX decision_delivery ON utu.decision USING btree (organisation_id, decided_at, id) WHERE delivery_due;


--
-- Name: decision_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX decision_project ON utu.decision USING btree (project_id, decided_at);


--
-- Name: exposure_severe; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX exposure_severe ON utu.exposure USING btree (person_id, ended_at) WHERE (severity >= 2);


--
-- Name: exposure_window; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX exposure_window ON utu.exposure USING btree (person_id, ended_at);


--
-- Name: item_batch; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX item_batch ON utu.item USING btree (batch_id);


--
-- Name: item_content_hash; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX item_content_hash ON utu.item USING btree (project_id, sha256);


--
-- Name: item_duplicates; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX item_duplicates ON utu.item USING btree (duplicate_of) WHERE (duplicate_of IS NOT NULL);


--
-- Name: item_export; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX item_export ON utu.item USING btree (project_id, id);


--
-- Name: item_first_pass; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX item_first_pass ON utu.item USING btree (organisation_id, first_pass_due) WHERE (stage = 'first-pass'::text);


--
-- Name: item_queue; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX item_queue ON utu.item USING btree (lane_id, queue_order, id) WHERE ((stage = 'open'::text) AND ((views + views_active) < views_wanted));


--
-- Name: lease_active_person; Type: INDEX; Schema: utu; Owner: -
--

CREATE UNIQUE INDEX lease_active_person ON utu.lease USING btree (person_id) WHERE (state = 'active'::text);


--
-- Name: lease_due; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX lease_due ON utu.lease USING btree (expires_at) WHERE (state = 'active'::text);


--
-- Name: lease_item; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX lease_item ON utu.lease USING btree (item_id);


--
-- Name: lease_person; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX lease_person ON utu.lease USING btree (person_id, granted_at DESC);


--
-- Name: membership_person; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX membership_person ON utu.membership USING btree (person_id);


--
-- Name: outbox_dead; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX outbox_dead ON utu.outbox USING btree (project_id, created_at DESC, id) WHERE (state = 'dead'::text);


--
-- Name: outbox_due; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX outbox_due ON utu.outbox USING btree (organisation_id, next_attempt_at) WHERE (state = 'pending'::text);


--
-- Name: outbox_once; Type: INDEX; Schema: utu; Owner: -
--

CREATE UNIQUE INDEX outbox_once ON utu.outbox USING btree (webhook_id, decision_id);


--
-- Name: outbox_pending; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX outbox_pending ON utu.outbox USING btree (project_id, created_at DESC, id) WHERE (state = 'pending'::text);


--
-- Name: outbox_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX outbox_project ON utu.outbox USING btree (project_id, created_at DESC, id);


--
-- Name: outbox_webhook_due; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX outbox_webhook_due ON utu.outbox USING btree (webhook_id, next_attempt_at, id) WHERE (state = 'pending'::text);


--
-- Name: project_organisation; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX project_organisation ON utu.project USING btree (organisation_id);


--
-- Name: surprise_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX surprise_project ON utu.surprise USING btree (project_id);


--
-- Name: webhook_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX webhook_project ON utu.webhook USING btree (project_id);


--
-- Name: api_key api_key_person_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.api_key
    ADD CONSTRAINT api_key_person_id_fkey FOREIGN KEY (person_id) REFERENCES auth.person(id) ON DELETE CASCADE;


--
-- Name: credential credential_person_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.credential
    ADD CONSTRAINT credential_person_id_fkey FOREIGN KEY (person_id) REFERENCES auth.person(id) ON DELETE CASCADE;


--
-- Name: session session_person_id_fkey; Type: FK CONSTRAINT; Schema: auth; Owner: -
--

ALTER TABLE ONLY auth.session
    ADD CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES auth.person(id) ON DELETE CASCADE;


--
-- Name: answer answer_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.answer
    ADD CONSTRAINT answer_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: answer answer_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.answer
    ADD CONSTRAINT answer_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: answer answer_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.answer
    ADD CONSTRAINT answer_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: batch batch_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.batch
    ADD CONSTRAINT batch_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: batch batch_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.batch
    ADD CONSTRAINT batch_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: batch_screen batch_screen_batch_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.batch_screen
    ADD CONSTRAINT batch_screen_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES utu.batch(id);


--
-- Name: batch_screen batch_screen_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.batch_screen
    ADD CONSTRAINT batch_screen_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: consent consent_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.consent
    ADD CONSTRAINT consent_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: consent consent_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.consent
    ADD CONSTRAINT consent_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: consent consent_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.consent
    ADD CONSTRAINT consent_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: crowd_model crowd_model_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.crowd_model
    ADD CONSTRAINT crowd_model_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: crowd_model crowd_model_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.crowd_model
    ADD CONSTRAINT crowd_model_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: decision decision_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.decision
    ADD CONSTRAINT decision_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: decision decision_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.decision
    ADD CONSTRAINT decision_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: decision decision_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.decision
    ADD CONSTRAINT decision_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: exclusion exclusion_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exclusion
    ADD CONSTRAINT exclusion_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: exposure exposure_lease_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure
    ADD CONSTRAINT exposure_lease_id_fkey FOREIGN KEY (lease_id) REFERENCES utu.lease(id);


--
-- Name: exposure exposure_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure
    ADD CONSTRAINT exposure_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: exposure exposure_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure
    ADD CONSTRAINT exposure_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: item item_batch_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item
    ADD CONSTRAINT item_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES utu.batch(id);


--
-- Name: item_content item_content_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item_content
    ADD CONSTRAINT item_content_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: item_content item_content_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item_content
    ADD CONSTRAINT item_content_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: item item_duplicate_of_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item
    ADD CONSTRAINT item_duplicate_of_fkey FOREIGN KEY (duplicate_of) REFERENCES utu.item(id);


--
-- Name: item item_lane_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item
    ADD CONSTRAINT item_lane_id_fkey FOREIGN KEY (lane_id) REFERENCES utu.lane(id);


--
-- Name: item item_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item
    ADD CONSTRAINT item_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: item item_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item
    ADD CONSTRAINT item_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: lane lane_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lane
    ADD CONSTRAINT lane_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: lane lane_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lane
    ADD CONSTRAINT lane_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: lease lease_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lease
    ADD CONSTRAINT lease_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: lease lease_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lease
    ADD CONSTRAINT lease_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: lease lease_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lease
    ADD CONSTRAINT lease_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: lease lease_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.lease
    ADD CONSTRAINT lease_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: membership membership_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.membership
    ADD CONSTRAINT membership_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: membership membership_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.membership
    ADD CONSTRAINT membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: membership membership_team_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.membership
    ADD CONSTRAINT membership_team_id_fkey FOREIGN KEY (team_id) REFERENCES utu.team(id);


--
-- Name: outbox outbox_decision_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.outbox
    ADD CONSTRAINT outbox_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES utu.decision(id);


--
-- Name: outbox outbox_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.outbox
    ADD CONSTRAINT outbox_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: outbox outbox_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.outbox
    ADD CONSTRAINT outbox_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: outbox outbox_webhook_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.outbox
    ADD CONSTRAINT outbox_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES utu.webhook(id);


--
-- Name: person_account person_account_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.person_account
    ADD CONSTRAINT person_account_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: predictor_model predictor_model_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.predictor_model
    ADD CONSTRAINT predictor_model_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: predictor_model predictor_model_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.predictor_model
    ADD CONSTRAINT predictor_model_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: project project_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project
    ADD CONSTRAINT project_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: project_version project_version_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project_version
    ADD CONSTRAINT project_version_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: project_version project_version_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project_version
    ADD CONSTRAINT project_version_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: project_worker project_worker_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project_worker
    ADD CONSTRAINT project_worker_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: project_worker project_worker_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project_worker
    ADD CONSTRAINT project_worker_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: project_worker project_worker_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.project_worker
    ADD CONSTRAINT project_worker_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: seen seen_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.seen
    ADD CONSTRAINT seen_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: surprise surprise_batch_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.surprise
    ADD CONSTRAINT surprise_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES utu.batch(id);


--
-- Name: surprise surprise_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.surprise
    ADD CONSTRAINT surprise_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: surprise surprise_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.surprise
    ADD CONSTRAINT surprise_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: surprise surprise_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.surprise
    ADD CONSTRAINT surprise_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: team team_analyst_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team
    ADD CONSTRAINT team_analyst_id_fkey FOREIGN KEY (analyst_id) REFERENCES utu.person(id);


--
-- Name: team team_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team
    ADD CONSTRAINT team_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: webhook webhook_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.webhook
    ADD CONSTRAINT webhook_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: webhook webhook_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.webhook
    ADD CONSTRAINT webhook_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: work_time work_time_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.work_time
    ADD CONSTRAINT work_time_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: work_time work_time_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.work_time
    ADD CONSTRAINT work_time_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: work_time work_time_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.work_time
    ADD CONSTRAINT work_time_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: worker_model worker_model_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.worker_model
    ADD CONSTRAINT worker_model_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: worker_model worker_model_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.worker_model
    ADD CONSTRAINT worker_model_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: answer; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.answer ENABLE ROW LEVEL SECURITY;

--
-- Name: batch; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.batch ENABLE ROW LEVEL SECURITY;

--
-- Name: batch_screen; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.batch_screen ENABLE ROW LEVEL SECURITY;

--
-- Name: organisation by_join_code; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY by_join_code ON utu.organisation FOR SELECT TO utu_app USING ((join_code = NULLIF(current_setting('utu.join_code'::text, true), ''::text)));


--
-- Name: consent; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.consent ENABLE ROW LEVEL SECURITY;

--
-- Name: crowd_model; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.crowd_model ENABLE ROW LEVEL SECURITY;

--
-- Name: decision; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.decision ENABLE ROW LEVEL SECURITY;

--
-- Name: answer dispatch; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY dispatch ON utu.answer FOR SELECT TO utu_dispatch USING (true);


--
-- Name: batch dispatch; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY dispatch ON utu.batch FOR SELECT TO utu_dispatch USING (true);


--
-- Name: decision dispatch; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY dispatch ON utu.decision FOR SELECT TO utu_dispatch USING (true);


--
-- Name: item dispatch; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY dispatch ON utu.item FOR SELECT TO utu_dispatch USING (true);


--
-- Name: lease dispatch; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY dispatch ON utu.lease FOR SELECT TO utu_dispatch USING (true);


--
-- Name: organisation dispatch; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY dispatch ON utu.organisation FOR SELECT TO utu_dispatch USING (true);


--
-- Name: outbox dispatch; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY dispatch ON utu.outbox FOR SELECT TO utu_dispatch USING (true);


--
-- Name: exclusion; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.exclusion ENABLE ROW LEVEL SECURITY;

--
-- Name: exposure; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.exposure ENABLE ROW LEVEL SECURITY;

--
-- Name: item; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.item ENABLE ROW LEVEL SECURITY;

--
-- Name: item_content; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.item_content ENABLE ROW LEVEL SECURITY;

--
-- Name: lane; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.lane ENABLE ROW LEVEL SECURITY;

--
-- Name: lease; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.lease ENABLE ROW LEVEL SECURITY;

--
-- Name: membership; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.membership ENABLE ROW LEVEL SECURITY;

--
-- Name: consent mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.consent TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: exclusion mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.exclusion TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: exposure mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.exposure TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: lease mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.lease TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: membership mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.membership FOR SELECT TO utu_app USING ((person_id = utu.me()));


--
-- Name: person mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.person TO utu_app USING ((id = utu.me())) WITH CHECK ((id = utu.me()));


--
-- Name: person_account mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.person_account TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: project_worker mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.project_worker TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: seen mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.seen TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: answer organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.answer TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: batch organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.batch TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: batch_screen organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.batch_screen TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: crowd_model organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.crowd_model TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: decision organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.decision TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: item organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.item TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: item_content organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.item_content TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: lane organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.lane TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: membership organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.membership TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: organisation; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.organisation ENABLE ROW LEVEL SECURITY;

--
-- Name: outbox organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.outbox TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: predictor_model organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.predictor_model TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: project organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.project TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: project_version organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.project_version TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: surprise organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.surprise TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: team organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.team TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: webhook organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.webhook TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: work_time organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.work_time TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: worker_model organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.worker_model TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: outbox; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.outbox ENABLE ROW LEVEL SECURITY;

--
-- Name: organisation own; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY own ON utu.organisation TO utu_app USING ((id = utu.org())) WITH CHECK ((id = utu.org()));


--
-- Name: person; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.person ENABLE ROW LEVEL SECURITY;

--
-- Name: person_account; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.person_account ENABLE ROW LEVEL SECURITY;

--
-- Name: predictor_model; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.predictor_model ENABLE ROW LEVEL SECURITY;

--
-- Name: project; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.project ENABLE ROW LEVEL SECURITY;

--
-- Name: project_version; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.project_version ENABLE ROW LEVEL SECURITY;

--
-- Name: project_worker; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.project_worker ENABLE ROW LEVEL SECURITY;

--
-- Name: seen; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.seen ENABLE ROW LEVEL SECURITY;

--
-- Name: surprise; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.surprise ENABLE ROW LEVEL SECURITY;

--
-- Name: team; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.team ENABLE ROW LEVEL SECURITY;

--
-- Name: webhook; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.webhook ENABLE ROW LEVEL SECURITY;

--
-- Name: work_time; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.work_time ENABLE ROW LEVEL SECURITY;

--
-- Name: worker_model; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.worker_model ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA auth; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA auth TO utu_auth;


--
-- Name: SCHEMA utu; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA utu TO utu_app;
GRANT USAGE ON SCHEMA utu TO utu_dispatch;


--
-- Name: TABLE api_key; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE auth.api_key TO utu_auth;


--
-- Name: TABLE credential; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.credential TO utu_auth;


--
-- Name: TABLE person; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.person TO utu_auth;


--
-- Name: TABLE session; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.session TO utu_auth;


--
-- Name: TABLE verification; Type: ACL; Schema: auth; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE auth.verification TO utu_auth;


--
-- Name: TABLE answer; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.answer TO utu_app;


--
-- Name: COLUMN answer.organisation_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(organisation_id) ON TABLE utu.answer TO utu_dispatch;


--
-- Name: COLUMN answer.consensus_due; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(consensus_due) ON TABLE utu.answer TO utu_app;
GRANT SELECT(consensus_due) ON TABLE utu.answer TO utu_dispatch;


--
-- Name: COLUMN answer.screen_due; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(screen_due) ON TABLE utu.answer TO utu_app;


--
-- Name: COLUMN answer.answered_at; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(answered_at) ON TABLE utu.answer TO utu_dispatch;


--
-- Name: TABLE batch; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.batch TO utu_app;


--
-- Name: COLUMN batch.organisation_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(organisation_id) ON TABLE utu.batch TO utu_dispatch;


--
-- Name: COLUMN batch.relane; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(relane) ON TABLE utu.batch TO utu_dispatch;


--
-- Name: TABLE batch_screen; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.batch_screen TO utu_app;


--
-- Name: TABLE consent; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.consent TO utu_app;


--
-- Name: TABLE crowd_model; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.crowd_model TO utu_app;


--
-- Name: TABLE decision; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.decision TO utu_app;


--
-- Name: COLUMN decision.organisation_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(organisation_id) ON TABLE utu.decision TO utu_dispatch;


--
-- Name: COLUMN decision.delivery_due; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(delivery_due) ON TABLE utu.decision TO utu_dispatch;


--
-- Name: TABLE exclusion; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE utu.exclusion TO utu_app;


--
-- Name: TABLE exposure; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.exposure TO utu_app;


--
-- Name: TABLE item; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.item TO utu_app;


--
-- Name: COLUMN item.organisation_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(organisation_id) ON TABLE utu.item TO utu_dispatch;


--
-- Name: COLUMN item.stage; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(stage) ON TABLE utu.item TO utu_dispatch;


--
-- Name: COLUMN item.first_pass_due; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(first_pass_due) ON TABLE utu.item TO utu_dispatch;


--
-- Name: TABLE item_content; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.item_content TO utu_app;


--
-- Name: TABLE lane; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.lane TO utu_app;


--
-- Name: TABLE lease; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.lease TO utu_app;


--
-- Name: COLUMN lease.id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(id) ON TABLE utu.lease TO utu_dispatch;


--
-- Name: COLUMN lease.organisation_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(organisation_id) ON TABLE utu.lease TO utu_dispatch;


--
-- Name: COLUMN lease.person_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(person_id) ON TABLE utu.lease TO utu_dispatch;


--
-- Name: COLUMN lease.state; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(state) ON TABLE utu.lease TO utu_dispatch;


--
-- Name: COLUMN lease.expires_at; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(expires_at) ON TABLE utu.lease TO utu_dispatch;


--
-- Name: TABLE membership; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.membership TO utu_app;


--
-- Name: TABLE organisation; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.organisation TO utu_app;


--
-- Name: COLUMN organisation.id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(id) ON TABLE utu.organisation TO utu_dispatch;


--
-- Name: TABLE outbox; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.outbox TO utu_app;


--
-- Name: COLUMN outbox.organisation_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(organisation_id) ON TABLE utu.outbox TO utu_dispatch;


--
-- Name: COLUMN outbox.state; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(state) ON TABLE utu.outbox TO utu_dispatch;


--
-- Name: COLUMN outbox.next_attempt_at; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(next_attempt_at) ON TABLE utu.outbox TO utu_dispatch;


--
-- Name: TABLE person; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.person TO utu_app;


--
-- Name: TABLE person_account; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.person_account TO utu_app;


--
-- Name: TABLE predictor_model; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.predictor_model TO utu_app;


--
-- Name: TABLE project; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.project TO utu_app;


--
-- Name: TABLE project_version; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.project_version TO utu_app;


--
-- Name: TABLE project_worker; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.project_worker TO utu_app;


--
-- Name: TABLE seen; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE utu.seen TO utu_app;


--
-- Name: TABLE surprise; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.surprise TO utu_app;


--
-- Name: TABLE team; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.team TO utu_app;


--
-- Name: TABLE webhook; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.webhook TO utu_app;


--
-- Name: TABLE work_time; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.work_time TO utu_app;


--
-- Name: TABLE worker_model; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.worker_model TO utu_app;


--
-- PostgreSQL database dump complete
--


