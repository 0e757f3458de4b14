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
-- Name: hears_voice(); Type: FUNCTION; Schema: utu; Owner: -
--

CREATE FUNCTION utu.hears_voice() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
	select exists (select from utu.membership m where m.organisation_id = utu.org() and m.person_id = utu.me()
		and m.roles && array['worker','representative'] and not m.roles && array['operator','admin','client','analyst'])
$$;


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
-- Name: moderates_voice(); Type: FUNCTION; Schema: utu; Owner: -
--

CREATE FUNCTION utu.moderates_voice() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
	select exists (select from utu.membership m where m.organisation_id = utu.org() and m.person_id = utu.me()
		and 'representative' = any (m.roles) and not m.roles && array['operator','admin','client','analyst'])
$$;


--
-- Name: open_exposure_year(integer); Type: FUNCTION; Schema: utu; Owner: -
--

CREATE FUNCTION utu.open_exposure_year(year integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare name text := format('exposure_%s', year);
begin
	if to_regclass('utu.' || name) is not null then return; end if;
	execute format('create table utu.%I partition of utu.exposure for values from (%L) to (%L)', name,
		make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC'), make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'UTC'));
	execute format('alter table utu.%I enable row level security', name);
	execute format('alter table utu.%I force row level security', name);
end
$$;


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
-- Name: account_seq; Type: SEQUENCE; Schema: utu; Owner: -
--

CREATE SEQUENCE utu.account_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


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
-- Name: auto_audit; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.auto_audit (
    item_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    model_version integer NOT NULL,
    option text NOT NULL,
    confidence double precision NOT NULL,
    accepted boolean NOT NULL,
    drawn_at timestamp with time zone NOT NULL,
    wrong boolean,
    judged_at timestamp with time zone,
    CONSTRAINT auto_audit_check CHECK (((wrong IS NULL) = (judged_at IS NULL))),
    CONSTRAINT auto_audit_confidence_check CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision)))
);

ALTER TABLE ONLY utu.auto_audit FORCE ROW LEVEL SECURITY;


--
-- Name: auto_decide; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.auto_decide (
    project_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    is_on boolean NOT NULL,
    alpha double precision NOT NULL,
    delta double precision NOT NULL,
    audit_share double precision NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT auto_decide_alpha_check CHECK (((alpha > (0)::double precision) AND (alpha <= (0.2)::double precision))),
    CONSTRAINT auto_decide_audit_share_check CHECK (((audit_share >= (0.05)::double precision) AND (audit_share <= (1)::double precision))),
    CONSTRAINT auto_decide_delta_check CHECK (((delta > (0)::double precision) AND (delta <= (0.2)::double precision)))
);

ALTER TABLE ONLY utu.auto_decide FORCE ROW LEVEL SECURITY;


--
-- Name: auto_rule; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.auto_rule (
    project_id uuid NOT NULL,
    model_version integer NOT NULL,
    option text NOT NULL,
    organisation_id uuid NOT NULL,
    alpha double precision NOT NULL,
    delta double precision NOT NULL,
    looks smallint DEFAULT 0 NOT NULL,
    threshold double precision,
    proof_items integer DEFAULT 0 NOT NULL,
    proof_wrong integer DEFAULT 0 NOT NULL,
    audited integer DEFAULT 0 NOT NULL,
    audited_wrong integer DEFAULT 0 NOT NULL,
    suspended_at timestamp with time zone,
    proven_at timestamp with time zone
);

ALTER TABLE ONLY utu.auto_rule FORCE ROW LEVEL SECURITY;


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
-- Name: capacity; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.capacity (
    organisation_id uuid NOT NULL,
    hour timestamp with time zone NOT NULL,
    band text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    CONSTRAINT capacity_band_check CHECK ((band = ANY (ARRAY['none'::text, 'few'::text, 'enough'::text, 'withheld'::text])))
);

ALTER TABLE ONLY utu.capacity FORCE ROW LEVEL SECURITY;


--
-- Name: certificate_key; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.certificate_key (
    kid text NOT NULL,
    jwk jsonb NOT NULL,
    first_used_at timestamp with time zone NOT NULL,
    CONSTRAINT certificate_key_jwk_check CHECK (((jwk ?& ARRAY['kty'::text, 'crv'::text, 'x'::text]) AND (NOT (jwk ? 'd'::text)))),
    CONSTRAINT certificate_key_kid_check CHECK ((kid ~ '^[A-Za-z0-9_-]{43}$'::text))
);

ALTER TABLE ONLY utu.certificate_key FORCE ROW LEVEL SECURITY;


--
-- Name: check_in; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.check_in (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    ciphertext bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT check_in_ciphertext_check CHECK ((octet_length(ciphertext) <= 16384))
);

ALTER TABLE ONLY utu.check_in FORCE ROW LEVEL SECURITY;


--
-- Name: check_in_key; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.check_in_key (
    person_id uuid NOT NULL,
    wrapped jsonb NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT check_in_key_version_check CHECK ((version >= 1))
);

ALTER TABLE ONLY utu.check_in_key FORCE ROW LEVEL SECURITY;


--
-- Name: choice; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.choice (
    seq bigint DEFAULT nextval('utu.account_seq'::regclass) NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid,
    kind text NOT NULL,
    value jsonb NOT NULL,
    chosen_at timestamp with time zone NOT NULL,
    CONSTRAINT choice_kind_check CHECK ((kind = ANY (ARRAY['consent'::text, 'exclusions'::text, 'limits'::text, 'time-zone'::text])))
);

ALTER TABLE ONLY utu.choice FORCE ROW LEVEL SECURITY;


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
-- Name: contest; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.contest (
    review_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    worker_id uuid NOT NULL,
    sentence text NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    lapses_at timestamp with time zone NOT NULL,
    outcome text,
    decided_at timestamp with time zone,
    CONSTRAINT contest_check CHECK (((outcome IS NULL) = (decided_at IS NULL))),
    CONSTRAINT contest_outcome_check CHECK ((outcome = ANY (ARRAY['upheld'::text, 'overturned'::text, 'lapsed'::text]))),
    CONSTRAINT contest_sentence_check CHECK (((char_length(sentence) >= 1) AND (char_length(sentence) <= 1000)))
);

ALTER TABLE ONLY utu.contest FORCE ROW LEVEL SECURITY;


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
    CONSTRAINT decision_reason_check CHECK ((reason = ANY (ARRAY['certain'::text, 'cap'::text, 'no-gain'::text, 'text'::text, 'inherited'::text, 'adjudicated'::text, 'machine'::text])))
);

ALTER TABLE ONLY utu.decision FORCE ROW LEVEL SECURITY;


--
-- Name: decision_audit; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.decision_audit (
    project_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_version integer NOT NULL,
    verdicts integer NOT NULL,
    items integer NOT NULL,
    report jsonb NOT NULL,
    may_stop_early boolean NOT NULL,
    computed_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.decision_audit FORCE ROW LEVEL SECURITY;


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
    CONSTRAINT exposure_check1 CHECK ((ended_at >= started_at)),
    CONSTRAINT exposure_severity_check1 CHECK (((severity >= 0) AND (severity <= 4))),
    CONSTRAINT exposure_visible_ms_check1 CHECK ((visible_ms >= 0))
)
PARTITION BY RANGE (ended_at);

ALTER TABLE ONLY utu.exposure FORCE ROW LEVEL SECURITY;


--
-- Name: exposure_2026; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.exposure_2026 (
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
    CONSTRAINT exposure_check1 CHECK ((ended_at >= started_at)),
    CONSTRAINT exposure_severity_check1 CHECK (((severity >= 0) AND (severity <= 4))),
    CONSTRAINT exposure_visible_ms_check1 CHECK ((visible_ms >= 0))
);

ALTER TABLE ONLY utu.exposure_2026 FORCE ROW LEVEL SECURITY;


--
-- Name: exposure_2027; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.exposure_2027 (
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
    CONSTRAINT exposure_check1 CHECK ((ended_at >= started_at)),
    CONSTRAINT exposure_severity_check1 CHECK (((severity >= 0) AND (severity <= 4))),
    CONSTRAINT exposure_visible_ms_check1 CHECK ((visible_ms >= 0))
);

ALTER TABLE ONLY utu.exposure_2027 FORCE ROW LEVEL SECURITY;


--
-- Name: exposure_hour; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.exposure_hour (
    person_id uuid NOT NULL,
    hour timestamp with time zone NOT NULL,
    weighted_ms double precision NOT NULL,
    weighted_views real NOT NULL,
    weight_max real NOT NULL
);

ALTER TABLE ONLY utu.exposure_hour FORCE ROW LEVEL SECURITY;


--
-- Name: exposure_other; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.exposure_other (
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
    CONSTRAINT exposure_check1 CHECK ((ended_at >= started_at)),
    CONSTRAINT exposure_severity_check1 CHECK (((severity >= 0) AND (severity <= 4))),
    CONSTRAINT exposure_visible_ms_check1 CHECK ((visible_ms >= 0))
);

ALTER TABLE ONLY utu.exposure_other FORCE ROW LEVEL SECURITY;


--
-- Name: gold; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.gold (
    item_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    state text NOT NULL,
    answers jsonb,
    explanation text DEFAULT ''::text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT gold_check CHECK (((state = 'gold'::text) = (answers IS NOT NULL))),
    CONSTRAINT gold_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'gold'::text, 'void'::text])))
);

ALTER TABLE ONLY utu.gold FORCE ROW LEVEL SECURITY;


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
    opened_at timestamp with time zone,
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
-- Name: item_near; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.item_near (
    item_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    keys bigint[] NOT NULL
);

ALTER TABLE ONLY utu.item_near FORCE ROW LEVEL SECURITY;


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
    seq bigint DEFAULT nextval('utu.account_seq'::regclass) NOT NULL,
    ended_seq bigint,
    first_look boolean DEFAULT true NOT NULL,
    CONSTRAINT lease_reserved_ms_check CHECK ((reserved_ms >= 0)),
    CONSTRAINT lease_severity_check CHECK (((severity >= 0) AND (severity <= 4))),
    CONSTRAINT lease_state_check CHECK ((state = ANY (ARRAY['active'::text, 'answered'::text, 'skipped'::text, 'surprised'::text, 'released'::text, 'expired'::text, 'withdrawn'::text]))),
    CONSTRAINT lease_visible_ms_check CHECK ((visible_ms >= 0))
);

ALTER TABLE ONLY utu.lease FORCE ROW LEVEL SECURITY;


--
-- Name: limit_change; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.limit_change (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    limits jsonb NOT NULL,
    reason text NOT NULL,
    proposed_by uuid NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    signed_by uuid,
    signed_at timestamp with time zone,
    declined_at timestamp with time zone,
    CONSTRAINT limit_change_check CHECK (((signed_by IS NULL) = (signed_at IS NULL))),
    CONSTRAINT limit_change_check1 CHECK ((signed_by <> proposed_by)),
    CONSTRAINT limit_change_check2 CHECK (((signed_at IS NULL) OR (declined_at IS NULL)))
);

ALTER TABLE ONLY utu.limit_change FORCE ROW LEVEL SECURITY;


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
-- Name: qualification; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.qualification (
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    how text NOT NULL,
    qualified_at timestamp with time zone NOT NULL,
    CONSTRAINT qualification_how_check CHECK ((how = ANY (ARRAY['trained'::text, 'nothing-left'::text])))
);

ALTER TABLE ONLY utu.qualification FORCE ROW LEVEL SECURITY;


--
-- Name: review; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.review (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    item_id uuid NOT NULL,
    kind text NOT NULL,
    answer_id uuid,
    worker_id uuid,
    drawn_share real,
    created_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    lease_id uuid,
    held_until timestamp with time zone,
    reviewer_id uuid,
    answers jsonb,
    answered_at timestamp with time zone,
    verdict text,
    reason text,
    note text,
    judged_at timestamp with time zone,
    CONSTRAINT review_answer_check CHECK (((kind = ANY (ARRAY['adjudicate'::text, 'gold'::text])) = (answer_id IS NULL))),
    CONSTRAINT review_check1 CHECK (((answer_id IS NULL) = (worker_id IS NULL))),
    CONSTRAINT review_check2 CHECK (((state <> 'judged'::text) OR ((reviewer_id IS NOT NULL) AND (answers IS NOT NULL) AND (judged_at IS NOT NULL)))),
    CONSTRAINT review_check3 CHECK (((reviewer_id IS NULL) OR (worker_id IS NULL) OR (reviewer_id <> worker_id))),
    CONSTRAINT review_drawn_share_check CHECK (((drawn_share > (0)::double precision) AND (drawn_share <= (1)::double precision))),
    CONSTRAINT review_kind_check CHECK ((kind = ANY (ARRAY['review'::text, 'double-review'::text, 'contest'::text, 'adjudicate'::text, 'gold'::text]))),
    CONSTRAINT review_note_check CHECK ((char_length(note) <= 2000)),
    CONSTRAINT review_reason_check CHECK ((char_length(reason) <= 1000)),
    CONSTRAINT review_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'answered'::text, 'judged'::text, 'void'::text]))),
    CONSTRAINT review_verdict_check CHECK ((verdict = ANY (ARRAY['right'::text, 'wrong'::text])))
);

ALTER TABLE ONLY utu.review FORCE ROW LEVEL SECURITY;


--
-- Name: review_draw; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.review_draw (
    organisation_id uuid NOT NULL,
    drawn_to timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.review_draw FORCE ROW LEVEL SECURITY;


--
-- Name: score; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.score (
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    verdicts integer NOT NULL,
    wrong integer NOT NULL,
    wrong_expected real NOT NULL,
    estimate jsonb,
    log_evidence real NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    CONSTRAINT score_check CHECK (((wrong >= 0) AND (wrong <= verdicts))),
    CONSTRAINT score_verdicts_check CHECK ((verdicts >= 0))
);

ALTER TABLE ONLY utu.score FORCE ROW LEVEL SECURITY;


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
-- Name: seen_near; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.seen_near (
    person_id uuid NOT NULL,
    key bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.seen_near FORCE ROW LEVEL SECURITY;


--
-- Name: shift; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.shift (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    planned_ends_at timestamp with time zone NOT NULL,
    time_zone text NOT NULL,
    planned_by text NOT NULL,
    cancelled_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT shift_check CHECK (((ends_at >= starts_at) AND (ends_at <= planned_ends_at) AND (planned_ends_at <= (starts_at + '12:00:00'::interval)))),
    CONSTRAINT shift_check1 CHECK (((cancelled_at IS NULL) OR (cancelled_at <= starts_at))),
    CONSTRAINT shift_planned_by_check CHECK ((planned_by = ANY (ARRAY['person'::text, 'organisation'::text])))
);

ALTER TABLE ONLY utu.shift FORCE ROW LEVEL SECURITY;


--
-- Name: spread; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.spread (
    project_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    people integer NOT NULL,
    views_per_hour_median real NOT NULL,
    people_with_room integer NOT NULL,
    counted_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.spread FORCE ROW LEVEL SECURITY;


--
-- Name: support_contact; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.support_contact (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    "position" smallint NOT NULL,
    name text NOT NULL,
    about text NOT NULL,
    reach text NOT NULL,
    hours text NOT NULL,
    languages text[] NOT NULL
);

ALTER TABLE ONLY utu.support_contact FORCE ROW LEVEL SECURITY;


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
-- Name: team_answer; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.team_answer (
    organisation_id uuid NOT NULL,
    month date NOT NULL,
    question text NOT NULL,
    value smallint NOT NULL,
    n integer NOT NULL,
    CONSTRAINT team_answer_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT team_answer_n_check CHECK ((n >= 1)),
    CONSTRAINT team_answer_question_check CHECK ((question = ANY (ARRAY['strain'::text, 'rest'::text, 'support'::text, 'say'::text]))),
    CONSTRAINT team_answer_value_check CHECK (((value >= 0) AND (value <= 10)))
);

ALTER TABLE ONLY utu.team_answer FORCE ROW LEVEL SECURITY;


--
-- Name: team_answer_given; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.team_answer_given (
    person_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    month date NOT NULL
);

ALTER TABLE ONLY utu.team_answer_given FORCE ROW LEVEL SECURITY;


--
-- Name: training_answer; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.training_answer (
    lease_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    person_id uuid NOT NULL,
    item_id uuid NOT NULL,
    answers jsonb NOT NULL,
    is_right boolean NOT NULL,
    answered_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY utu.training_answer FORCE ROW LEVEL SECURITY;


--
-- Name: training_rule; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.training_rule (
    project_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    is_on boolean NOT NULL,
    items smallint NOT NULL,
    right_min smallint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT training_rule_check CHECK (((right_min >= 1) AND (right_min <= items))),
    CONSTRAINT training_rule_items_check CHECK (((items >= 1) AND (items <= 50)))
);

ALTER TABLE ONLY utu.training_rule FORCE ROW LEVEL SECURITY;


--
-- Name: voice_post; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.voice_post (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    author_id uuid,
    reply_to uuid,
    body text NOT NULL,
    state text NOT NULL,
    posted_on date NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT voice_post_body_check CHECK ((char_length(body) <= 4000)),
    CONSTRAINT voice_post_check CHECK (((author_id IS NULL) OR (state <> 'waiting'::text))),
    CONSTRAINT voice_post_check1 CHECK (((state = 'withdrawn'::text) = (body = ''::text))),
    CONSTRAINT voice_post_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'shown'::text, 'withdrawn'::text])))
);

ALTER TABLE ONLY utu.voice_post FORCE ROW LEVEL SECURITY;


--
-- Name: voice_post_seq_seq; Type: SEQUENCE; Schema: utu; Owner: -
--

ALTER TABLE utu.voice_post ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME utu.voice_post_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


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
-- Name: worker_team; Type: TABLE; Schema: utu; Owner: -
--

CREATE TABLE utu.worker_team (
    worker_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    team_id uuid NOT NULL
);

ALTER TABLE ONLY utu.worker_team FORCE ROW LEVEL SECURITY;


--
-- Name: exposure_2026; Type: TABLE ATTACH; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure ATTACH PARTITION utu.exposure_2026 FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');


--
-- Name: exposure_2027; Type: TABLE ATTACH; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure ATTACH PARTITION utu.exposure_2027 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2028-01-01 00:00:00+00');


--
-- Name: exposure_other; Type: TABLE ATTACH; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure ATTACH PARTITION utu.exposure_other DEFAULT;


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
-- Name: auto_audit auto_audit_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_audit
    ADD CONSTRAINT auto_audit_pkey PRIMARY KEY (item_id);


--
-- Name: auto_decide auto_decide_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_decide
    ADD CONSTRAINT auto_decide_pkey PRIMARY KEY (project_id);


--
-- Name: auto_rule auto_rule_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_rule
    ADD CONSTRAINT auto_rule_pkey PRIMARY KEY (project_id, model_version, option);


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
-- Name: capacity capacity_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.capacity
    ADD CONSTRAINT capacity_pkey PRIMARY KEY (organisation_id, hour);


--
-- Name: certificate_key certificate_key_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.certificate_key
    ADD CONSTRAINT certificate_key_pkey PRIMARY KEY (kid);


--
-- Name: check_in_key check_in_key_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.check_in_key
    ADD CONSTRAINT check_in_key_pkey PRIMARY KEY (person_id);


--
-- Name: check_in check_in_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.check_in
    ADD CONSTRAINT check_in_pkey PRIMARY KEY (id);


--
-- Name: choice choice_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.choice
    ADD CONSTRAINT choice_pkey PRIMARY KEY (seq);


--
-- Name: consent consent_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.consent
    ADD CONSTRAINT consent_pkey PRIMARY KEY (person_id, project_id);


--
-- Name: contest contest_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.contest
    ADD CONSTRAINT contest_pkey PRIMARY KEY (review_id);


--
-- Name: crowd_model crowd_model_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.crowd_model
    ADD CONSTRAINT crowd_model_pkey PRIMARY KEY (project_id, question, part);


--
-- Name: decision_audit decision_audit_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.decision_audit
    ADD CONSTRAINT decision_audit_pkey PRIMARY KEY (project_id);


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
    ADD CONSTRAINT exposure_pkey PRIMARY KEY (lease_id, ended_at);


--
-- Name: exposure_2026 exposure_2026_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure_2026
    ADD CONSTRAINT exposure_2026_pkey PRIMARY KEY (lease_id, ended_at);


--
-- Name: exposure_2027 exposure_2027_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure_2027
    ADD CONSTRAINT exposure_2027_pkey PRIMARY KEY (lease_id, ended_at);


--
-- Name: exposure_hour exposure_hour_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure_hour
    ADD CONSTRAINT exposure_hour_pkey PRIMARY KEY (person_id, hour);


--
-- Name: exposure_other exposure_other_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure_other
    ADD CONSTRAINT exposure_other_pkey PRIMARY KEY (lease_id, ended_at);


--
-- Name: gold gold_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.gold
    ADD CONSTRAINT gold_pkey PRIMARY KEY (item_id);


--
-- Name: item_content item_content_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item_content
    ADD CONSTRAINT item_content_pkey PRIMARY KEY (item_id);


--
-- Name: item_near item_near_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item_near
    ADD CONSTRAINT item_near_pkey PRIMARY KEY (item_id);


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
-- Name: limit_change limit_change_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.limit_change
    ADD CONSTRAINT limit_change_pkey PRIMARY KEY (id);


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
-- Name: qualification qualification_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.qualification
    ADD CONSTRAINT qualification_pkey PRIMARY KEY (person_id, project_id);


--
-- Name: review_draw review_draw_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.review_draw
    ADD CONSTRAINT review_draw_pkey PRIMARY KEY (organisation_id);


--
-- Name: review review_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.review
    ADD CONSTRAINT review_pkey PRIMARY KEY (id);


--
-- Name: score score_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.score
    ADD CONSTRAINT score_pkey PRIMARY KEY (organisation_id, person_id);


--
-- Name: seen_near seen_near_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.seen_near
    ADD CONSTRAINT seen_near_pkey PRIMARY KEY (person_id, key);


--
-- Name: seen seen_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.seen
    ADD CONSTRAINT seen_pkey PRIMARY KEY (person_id, sha256);


--
-- Name: shift shift_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.shift
    ADD CONSTRAINT shift_pkey PRIMARY KEY (id);


--
-- Name: spread spread_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.spread
    ADD CONSTRAINT spread_pkey PRIMARY KEY (project_id);


--
-- Name: support_contact support_contact_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.support_contact
    ADD CONSTRAINT support_contact_pkey PRIMARY KEY (id);


--
-- Name: surprise surprise_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.surprise
    ADD CONSTRAINT surprise_pkey PRIMARY KEY (id);


--
-- Name: team_answer_given team_answer_given_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team_answer_given
    ADD CONSTRAINT team_answer_given_pkey PRIMARY KEY (person_id, organisation_id, month);


--
-- Name: team_answer team_answer_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team_answer
    ADD CONSTRAINT team_answer_pkey PRIMARY KEY (organisation_id, month, question, value);


--
-- Name: team team_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (id);


--
-- Name: training_answer training_answer_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.training_answer
    ADD CONSTRAINT training_answer_pkey PRIMARY KEY (lease_id);


--
-- Name: training_rule training_rule_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.training_rule
    ADD CONSTRAINT training_rule_pkey PRIMARY KEY (project_id);


--
-- Name: voice_post voice_post_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.voice_post
    ADD CONSTRAINT voice_post_pkey PRIMARY KEY (id);


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
-- Name: worker_team worker_team_pkey; Type: CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.worker_team
    ADD CONSTRAINT worker_team_pkey PRIMARY KEY (worker_id);


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
-- Name: answer_answered; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX answer_answered ON utu.answer USING btree (organisation_id, answered_at) WHERE ((status = 'counted'::text) AND (basis = 'viewed'::text));


--
-- Name: answer_consensus; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX answer_consensus ON utu.answer USING btree (organisation_id, answered_at) WHERE consensus_due;


--
-- Name: answer_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX answer_project ON utu.answer USING btree (project_id, item_id);


--
-- Name: auto_audit_model; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX auto_audit_model ON utu.auto_audit USING btree (project_id, model_version, option) WHERE (judged_at IS NOT NULL);


--
-- Name: auto_audit_open; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX auto_audit_open ON utu.auto_audit USING btree (project_id) WHERE (judged_at IS NULL);


--
-- Name: check_in_person; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX check_in_person ON utu.check_in USING btree (person_id, id DESC);


--
-- Name: choice_person; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX choice_person ON utu.choice USING btree (person_id, seq);


--
-- Name: contest_open; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX contest_open ON utu.contest USING btree (lapses_at) WHERE (outcome IS NULL);


--
-- Name: decision_current; Type: INDEX; Schema: utu; Owner: -
--

CREATE UNIQUE INDEX decision_current ON utu.decision USING btree (item_id) WHERE (superseded_at IS NULL);


--
-- Name: decision_delivery; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX decision_delivery ON utu.decision USING btree (organisation_id, decided_at, id) WHERE delivery_due;


--
-- Name: decision_machine; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX decision_machine ON utu.decision USING btree (project_id) WHERE (reason = 'machine'::text);


--
-- Name: decision_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX decision_project ON utu.decision USING btree (project_id, decided_at);


--
-- Name: exposure_window; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX exposure_window ON ONLY utu.exposure USING btree (person_id, ended_at);


--
-- Name: exposure_2026_person_id_ended_at_idx; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX exposure_2026_person_id_ended_at_idx ON utu.exposure_2026 USING btree (person_id, ended_at);


--
-- Name: exposure_2027_person_id_ended_at_idx; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX exposure_2027_person_id_ended_at_idx ON utu.exposure_2027 USING btree (person_id, ended_at);


--
-- Name: exposure_other_person_id_ended_at_idx; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX exposure_other_person_id_ended_at_idx ON utu.exposure_other USING btree (person_id, ended_at);


--
-- Name: gold_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX gold_project ON utu.gold USING btree (project_id, state);


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
-- Name: item_near_keys; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX item_near_keys ON utu.item_near USING gin (keys);


--
-- Name: item_open; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX item_open ON utu.item USING btree (project_id) WHERE (stage = 'open'::text);


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
-- Name: limit_change_signed; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX limit_change_signed ON utu.limit_change USING btree (organisation_id, signed_at DESC) WHERE (signed_at IS NOT NULL);


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
-- Name: review_adjudicate; Type: INDEX; Schema: utu; Owner: -
--

CREATE UNIQUE INDEX review_adjudicate ON utu.review USING btree (item_id) WHERE (kind = 'adjudicate'::text);


--
-- Name: review_answer; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX review_answer ON utu.review USING btree (answer_id);


--
-- Name: review_gold; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX review_gold ON utu.review USING btree (item_id) WHERE (kind = 'gold'::text);


--
-- Name: review_item; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX review_item ON utu.review USING btree (item_id);


--
-- Name: review_lease; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX review_lease ON utu.review USING btree (lease_id);


--
-- Name: review_once; Type: INDEX; Schema: utu; Owner: -
--

CREATE UNIQUE INDEX review_once ON utu.review USING btree (answer_id, kind) WHERE (answer_id IS NOT NULL);


--
-- Name: review_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX review_project ON utu.review USING btree (project_id, worker_id) WHERE (state = 'judged'::text);


--
-- Name: review_reviewer; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX review_reviewer ON utu.review USING btree (reviewer_id);


--
-- Name: review_waiting; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX review_waiting ON utu.review USING btree (organisation_id, created_at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'answered'::text]));


--
-- Name: shift_organisation; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX shift_organisation ON utu.shift USING btree (organisation_id, starts_at);


--
-- Name: shift_person; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX shift_person ON utu.shift USING btree (person_id, ends_at);


--
-- Name: support_contact_organisation; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX support_contact_organisation ON utu.support_contact USING btree (organisation_id, "position");


--
-- Name: surprise_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX surprise_project ON utu.surprise USING btree (project_id);


--
-- Name: training_answer_person; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX training_answer_person ON utu.training_answer USING btree (person_id, project_id, answered_at);


--
-- Name: voice_post_organisation; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX voice_post_organisation ON utu.voice_post USING btree (organisation_id, seq DESC) WHERE (reply_to IS NULL);


--
-- Name: voice_post_reply; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX voice_post_reply ON utu.voice_post USING btree (reply_to, seq) WHERE (reply_to IS NOT NULL);


--
-- Name: webhook_project; Type: INDEX; Schema: utu; Owner: -
--

CREATE INDEX webhook_project ON utu.webhook USING btree (project_id);


--
-- Name: exposure_2026_person_id_ended_at_idx; Type: INDEX ATTACH; Schema: utu; Owner: -
--

ALTER INDEX utu.exposure_window ATTACH PARTITION utu.exposure_2026_person_id_ended_at_idx;


--
-- Name: exposure_2026_pkey; Type: INDEX ATTACH; Schema: utu; Owner: -
--

ALTER INDEX utu.exposure_pkey ATTACH PARTITION utu.exposure_2026_pkey;


--
-- Name: exposure_2027_person_id_ended_at_idx; Type: INDEX ATTACH; Schema: utu; Owner: -
--

ALTER INDEX utu.exposure_window ATTACH PARTITION utu.exposure_2027_person_id_ended_at_idx;


--
-- Name: exposure_2027_pkey; Type: INDEX ATTACH; Schema: utu; Owner: -
--

ALTER INDEX utu.exposure_pkey ATTACH PARTITION utu.exposure_2027_pkey;


--
-- Name: exposure_other_person_id_ended_at_idx; Type: INDEX ATTACH; Schema: utu; Owner: -
--

ALTER INDEX utu.exposure_window ATTACH PARTITION utu.exposure_other_person_id_ended_at_idx;


--
-- Name: exposure_other_pkey; Type: INDEX ATTACH; Schema: utu; Owner: -
--

ALTER INDEX utu.exposure_pkey ATTACH PARTITION utu.exposure_other_pkey;


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
-- Name: auto_audit auto_audit_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_audit
    ADD CONSTRAINT auto_audit_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: auto_audit auto_audit_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_audit
    ADD CONSTRAINT auto_audit_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: auto_audit auto_audit_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_audit
    ADD CONSTRAINT auto_audit_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: auto_decide auto_decide_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_decide
    ADD CONSTRAINT auto_decide_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: auto_decide auto_decide_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_decide
    ADD CONSTRAINT auto_decide_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: auto_rule auto_rule_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_rule
    ADD CONSTRAINT auto_rule_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: auto_rule auto_rule_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.auto_rule
    ADD CONSTRAINT auto_rule_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


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
-- Name: capacity capacity_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.capacity
    ADD CONSTRAINT capacity_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: check_in_key check_in_key_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.check_in_key
    ADD CONSTRAINT check_in_key_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: check_in check_in_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.check_in
    ADD CONSTRAINT check_in_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: choice choice_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.choice
    ADD CONSTRAINT choice_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: choice choice_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.choice
    ADD CONSTRAINT choice_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


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
-- Name: contest contest_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.contest
    ADD CONSTRAINT contest_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: contest contest_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.contest
    ADD CONSTRAINT contest_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: contest contest_review_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.contest
    ADD CONSTRAINT contest_review_id_fkey FOREIGN KEY (review_id) REFERENCES utu.review(id);


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
-- Name: decision_audit decision_audit_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.decision_audit
    ADD CONSTRAINT decision_audit_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: decision_audit decision_audit_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.decision_audit
    ADD CONSTRAINT decision_audit_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


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
-- Name: exposure_hour exposure_hour_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.exposure_hour
    ADD CONSTRAINT exposure_hour_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: exposure exposure_lease_id_fkey1; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE utu.exposure
    ADD CONSTRAINT exposure_lease_id_fkey1 FOREIGN KEY (lease_id) REFERENCES utu.lease(id);


--
-- Name: exposure exposure_organisation_id_fkey1; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE utu.exposure
    ADD CONSTRAINT exposure_organisation_id_fkey1 FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: exposure exposure_person_id_fkey1; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE utu.exposure
    ADD CONSTRAINT exposure_person_id_fkey1 FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: gold gold_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.gold
    ADD CONSTRAINT gold_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: gold gold_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.gold
    ADD CONSTRAINT gold_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: gold gold_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.gold
    ADD CONSTRAINT gold_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


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
-- Name: item_near item_near_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item_near
    ADD CONSTRAINT item_near_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: item_near item_near_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.item_near
    ADD CONSTRAINT item_near_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


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
-- Name: limit_change limit_change_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.limit_change
    ADD CONSTRAINT limit_change_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: limit_change limit_change_proposed_by_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.limit_change
    ADD CONSTRAINT limit_change_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES utu.person(id);


--
-- Name: limit_change limit_change_signed_by_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.limit_change
    ADD CONSTRAINT limit_change_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES utu.person(id);


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
-- Name: qualification qualification_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.qualification
    ADD CONSTRAINT qualification_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: qualification qualification_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.qualification
    ADD CONSTRAINT qualification_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: qualification qualification_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.qualification
    ADD CONSTRAINT qualification_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: review review_answer_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.review
    ADD CONSTRAINT review_answer_id_fkey FOREIGN KEY (answer_id) REFERENCES utu.answer(id);


--
-- Name: review_draw review_draw_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.review_draw
    ADD CONSTRAINT review_draw_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: review review_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.review
    ADD CONSTRAINT review_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: review review_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.review
    ADD CONSTRAINT review_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: review review_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.review
    ADD CONSTRAINT review_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: score score_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.score
    ADD CONSTRAINT score_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: score score_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.score
    ADD CONSTRAINT score_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: seen seen_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.seen
    ADD CONSTRAINT seen_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: shift shift_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.shift
    ADD CONSTRAINT shift_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: shift shift_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.shift
    ADD CONSTRAINT shift_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: spread spread_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.spread
    ADD CONSTRAINT spread_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: spread spread_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.spread
    ADD CONSTRAINT spread_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: support_contact support_contact_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.support_contact
    ADD CONSTRAINT support_contact_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


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
-- Name: team_answer_given team_answer_given_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team_answer_given
    ADD CONSTRAINT team_answer_given_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: team_answer_given team_answer_given_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team_answer_given
    ADD CONSTRAINT team_answer_given_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: team_answer team_answer_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team_answer
    ADD CONSTRAINT team_answer_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: team team_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.team
    ADD CONSTRAINT team_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: training_answer training_answer_item_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.training_answer
    ADD CONSTRAINT training_answer_item_id_fkey FOREIGN KEY (item_id) REFERENCES utu.item(id);


--
-- Name: training_answer training_answer_lease_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.training_answer
    ADD CONSTRAINT training_answer_lease_id_fkey FOREIGN KEY (lease_id) REFERENCES utu.lease(id);


--
-- Name: training_answer training_answer_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.training_answer
    ADD CONSTRAINT training_answer_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: training_answer training_answer_person_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.training_answer
    ADD CONSTRAINT training_answer_person_id_fkey FOREIGN KEY (person_id) REFERENCES utu.person(id);


--
-- Name: training_answer training_answer_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.training_answer
    ADD CONSTRAINT training_answer_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: training_rule training_rule_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.training_rule
    ADD CONSTRAINT training_rule_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: training_rule training_rule_project_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.training_rule
    ADD CONSTRAINT training_rule_project_id_fkey FOREIGN KEY (project_id) REFERENCES utu.project(id);


--
-- Name: voice_post voice_post_author_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.voice_post
    ADD CONSTRAINT voice_post_author_id_fkey FOREIGN KEY (author_id) REFERENCES utu.person(id);


--
-- Name: voice_post voice_post_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.voice_post
    ADD CONSTRAINT voice_post_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: voice_post voice_post_reply_to_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.voice_post
    ADD CONSTRAINT voice_post_reply_to_fkey FOREIGN KEY (reply_to) REFERENCES utu.voice_post(id);


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
-- Name: worker_team worker_team_organisation_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.worker_team
    ADD CONSTRAINT worker_team_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES utu.organisation(id);


--
-- Name: worker_team worker_team_team_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.worker_team
    ADD CONSTRAINT worker_team_team_id_fkey FOREIGN KEY (team_id) REFERENCES utu.team(id);


--
-- Name: worker_team worker_team_worker_id_fkey; Type: FK CONSTRAINT; Schema: utu; Owner: -
--

ALTER TABLE ONLY utu.worker_team
    ADD CONSTRAINT worker_team_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES utu.project_worker(worker_id);


--
-- Name: answer; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.answer ENABLE ROW LEVEL SECURITY;

--
-- Name: auto_audit; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.auto_audit ENABLE ROW LEVEL SECURITY;

--
-- Name: auto_decide; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.auto_decide ENABLE ROW LEVEL SECURITY;

--
-- Name: auto_rule; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.auto_rule ENABLE ROW LEVEL SECURITY;

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
-- Name: capacity; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.capacity ENABLE ROW LEVEL SECURITY;

--
-- Name: certificate_key; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.certificate_key ENABLE ROW LEVEL SECURITY;

--
-- Name: check_in; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.check_in ENABLE ROW LEVEL SECURITY;

--
-- Name: check_in_key; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.check_in_key ENABLE ROW LEVEL SECURITY;

--
-- Name: choice; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.choice ENABLE ROW LEVEL SECURITY;

--
-- Name: consent; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.consent ENABLE ROW LEVEL SECURITY;

--
-- Name: contest; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.contest ENABLE ROW LEVEL SECURITY;

--
-- Name: crowd_model; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.crowd_model ENABLE ROW LEVEL SECURITY;

--
-- Name: decision; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.decision ENABLE ROW LEVEL SECURITY;

--
-- Name: decision_audit; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.decision_audit ENABLE ROW LEVEL SECURITY;

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
-- Name: exposure_2026; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.exposure_2026 ENABLE ROW LEVEL SECURITY;

--
-- Name: exposure_2027; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.exposure_2027 ENABLE ROW LEVEL SECURITY;

--
-- Name: exposure_hour; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.exposure_hour ENABLE ROW LEVEL SECURITY;

--
-- Name: exposure_other; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.exposure_other ENABLE ROW LEVEL SECURITY;

--
-- Name: gold; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.gold ENABLE ROW LEVEL SECURITY;

--
-- Name: voice_post heard; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY heard ON utu.voice_post TO utu_app USING (((organisation_id = utu.org()) AND utu.hears_voice())) WITH CHECK (((organisation_id = utu.org()) AND utu.hears_voice()));


--
-- Name: item; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.item ENABLE ROW LEVEL SECURITY;

--
-- Name: item_content; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.item_content ENABLE ROW LEVEL SECURITY;

--
-- Name: item_near; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.item_near ENABLE ROW LEVEL SECURITY;

--
-- Name: lane; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.lane ENABLE ROW LEVEL SECURITY;

--
-- Name: lease; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.lease ENABLE ROW LEVEL SECURITY;

--
-- Name: limit_change; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.limit_change ENABLE ROW LEVEL SECURITY;

--
-- Name: membership; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.membership ENABLE ROW LEVEL SECURITY;

--
-- Name: check_in mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.check_in TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: check_in_key mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.check_in_key TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: choice mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.choice TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


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
-- Name: exposure_hour mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.exposure_hour TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


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
-- Name: qualification mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.qualification TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: seen mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.seen TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: seen_near mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.seen_near TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: shift mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.shift FOR SELECT TO utu_app USING ((person_id = utu.me()));


--
-- Name: team_answer_given mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.team_answer_given TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: training_answer mine; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine ON utu.training_answer TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: certificate_key mine_insert; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine_insert ON utu.certificate_key FOR INSERT TO utu_app WITH CHECK ((utu.me() IS NOT NULL));


--
-- Name: score mine_insert; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine_insert ON utu.score FOR INSERT TO utu_app WITH CHECK (((organisation_id = utu.org()) AND (person_id = utu.me())));


--
-- Name: score mine_update; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine_update ON utu.score FOR UPDATE TO utu_app USING (((organisation_id = utu.org()) AND (person_id = utu.me()))) WITH CHECK (((organisation_id = utu.org()) AND (person_id = utu.me())));


--
-- Name: shift mine_update; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY mine_update ON utu.shift FOR UPDATE TO utu_app USING ((person_id = utu.me())) WITH CHECK ((person_id = utu.me()));


--
-- Name: answer organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.answer TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: auto_audit organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.auto_audit TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: auto_decide organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.auto_decide TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: auto_rule organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.auto_rule TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: batch organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.batch TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: batch_screen organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.batch_screen TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: capacity organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.capacity TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: contest organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.contest TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: crowd_model organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.crowd_model TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: decision organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.decision TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: decision_audit organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.decision_audit TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: gold organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.gold TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: item organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.item TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: item_content organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.item_content TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: item_near organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.item_near TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: lane organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.lane TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: limit_change organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.limit_change TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


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
-- Name: review organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.review TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: review_draw organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.review_draw TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: score organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.score FOR SELECT TO utu_app USING ((organisation_id = utu.org()));


--
-- Name: shift organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.shift TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: support_contact organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.support_contact TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: surprise organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.surprise TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: team organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.team TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: team_answer organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.team_answer TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: training_rule organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.training_rule TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


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
-- Name: worker_team organisation; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY organisation ON utu.worker_team TO utu_app USING ((organisation_id = utu.org())) WITH CHECK ((organisation_id = utu.org()));


--
-- Name: outbox; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.outbox ENABLE ROW LEVEL SECURITY;

--
-- Name: organisation own; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY own ON utu.organisation TO utu_app USING ((id = utu.org())) WITH CHECK ((id = utu.org()));


--
-- Name: spread own; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY own ON utu.spread FOR SELECT TO utu_app USING (((organisation_id = utu.org()) AND (utu.me() IS NOT NULL)));


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
-- Name: certificate_key public; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY public ON utu.certificate_key FOR SELECT TO utu_app USING (true);


--
-- Name: qualification; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.qualification ENABLE ROW LEVEL SECURITY;

--
-- Name: review; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.review ENABLE ROW LEVEL SECURITY;

--
-- Name: review_draw; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.review_draw ENABLE ROW LEVEL SECURITY;

--
-- Name: capacity router; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY router ON utu.capacity TO utu_router USING (true) WITH CHECK (true);


--
-- Name: consent router; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY router ON utu.consent FOR SELECT TO utu_router USING (true);


--
-- Name: exposure_hour router; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY router ON utu.exposure_hour FOR SELECT TO utu_router USING (true);


--
-- Name: lease router; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY router ON utu.lease FOR SELECT TO utu_router USING (true);


--
-- Name: organisation router; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY router ON utu.organisation FOR SELECT TO utu_router USING (true);


--
-- Name: project router; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY router ON utu.project FOR SELECT TO utu_router USING (true);


--
-- Name: shift router; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY router ON utu.shift FOR SELECT TO utu_router USING (true);


--
-- Name: spread router; Type: POLICY; Schema: utu; Owner: -
--

CREATE POLICY router ON utu.spread TO utu_router USING (true) WITH CHECK (true);


--
-- Name: score; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.score ENABLE ROW LEVEL SECURITY;

--
-- Name: seen; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.seen ENABLE ROW LEVEL SECURITY;

--
-- Name: seen_near; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.seen_near ENABLE ROW LEVEL SECURITY;

--
-- Name: shift; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.shift ENABLE ROW LEVEL SECURITY;

--
-- Name: spread; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.spread ENABLE ROW LEVEL SECURITY;

--
-- Name: support_contact; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.support_contact ENABLE ROW LEVEL SECURITY;

--
-- Name: surprise; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.surprise ENABLE ROW LEVEL SECURITY;

--
-- Name: team; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.team ENABLE ROW LEVEL SECURITY;

--
-- Name: team_answer; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.team_answer ENABLE ROW LEVEL SECURITY;

--
-- Name: team_answer_given; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.team_answer_given ENABLE ROW LEVEL SECURITY;

--
-- Name: training_answer; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.training_answer ENABLE ROW LEVEL SECURITY;

--
-- Name: training_rule; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.training_rule ENABLE ROW LEVEL SECURITY;

--
-- Name: voice_post; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.voice_post ENABLE ROW LEVEL SECURITY;

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
-- Name: worker_team; Type: ROW SECURITY; Schema: utu; Owner: -
--

ALTER TABLE utu.worker_team ENABLE ROW LEVEL SECURITY;

--
-- Name: SCHEMA auth; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA auth TO utu_auth;


--
-- Name: SCHEMA utu; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA utu TO utu_app;
GRANT USAGE ON SCHEMA utu TO utu_dispatch;
GRANT USAGE ON SCHEMA utu TO utu_router;


--
-- Name: FUNCTION open_exposure_year(year integer); Type: ACL; Schema: utu; Owner: -
--

REVOKE ALL ON FUNCTION utu.open_exposure_year(year integer) FROM PUBLIC;


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
-- Name: SEQUENCE account_seq; Type: ACL; Schema: utu; Owner: -
--

GRANT USAGE ON SEQUENCE utu.account_seq TO utu_app;


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
-- Name: TABLE auto_audit; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.auto_audit TO utu_app;


--
-- Name: COLUMN auto_audit.wrong; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(wrong) ON TABLE utu.auto_audit TO utu_app;


--
-- Name: COLUMN auto_audit.judged_at; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(judged_at) ON TABLE utu.auto_audit TO utu_app;


--
-- Name: TABLE auto_decide; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.auto_decide TO utu_app;


--
-- Name: TABLE auto_rule; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.auto_rule TO utu_app;


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
-- Name: TABLE capacity; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT ON TABLE utu.capacity TO utu_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE utu.capacity TO utu_router;


--
-- Name: TABLE certificate_key; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.certificate_key TO utu_app;


--
-- Name: TABLE check_in; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE utu.check_in TO utu_app;


--
-- Name: TABLE check_in_key; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE utu.check_in_key TO utu_app;


--
-- Name: TABLE choice; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.choice TO utu_app;


--
-- Name: TABLE consent; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.consent TO utu_app;


--
-- Name: COLUMN consent.person_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(person_id) ON TABLE utu.consent TO utu_router;


--
-- Name: COLUMN consent.project_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(project_id) ON TABLE utu.consent TO utu_router;


--
-- Name: TABLE contest; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.contest TO utu_app;


--
-- Name: COLUMN contest.outcome; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(outcome) ON TABLE utu.contest TO utu_app;


--
-- Name: COLUMN contest.decided_at; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(decided_at) ON TABLE utu.contest TO utu_app;


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
-- Name: TABLE decision_audit; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.decision_audit TO utu_app;


--
-- Name: TABLE exclusion; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE utu.exclusion TO utu_app;


--
-- Name: TABLE exposure; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.exposure TO utu_app;


--
-- Name: TABLE exposure_hour; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.exposure_hour TO utu_app;


--
-- Name: COLUMN exposure_hour.person_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(person_id) ON TABLE utu.exposure_hour TO utu_router;


--
-- Name: COLUMN exposure_hour.hour; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(hour) ON TABLE utu.exposure_hour TO utu_router;


--
-- Name: COLUMN exposure_hour.weighted_ms; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(weighted_ms) ON TABLE utu.exposure_hour TO utu_router;


--
-- Name: COLUMN exposure_hour.weighted_views; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(weighted_views) ON TABLE utu.exposure_hour TO utu_router;


--
-- Name: TABLE gold; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.gold TO utu_app;


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
-- Name: TABLE item_near; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.item_near TO utu_app;


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
GRANT SELECT(organisation_id) ON TABLE utu.lease TO utu_router;


--
-- Name: COLUMN lease.person_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(person_id) ON TABLE utu.lease TO utu_dispatch;
GRANT SELECT(person_id) ON TABLE utu.lease TO utu_router;


--
-- Name: COLUMN lease.state; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(state) ON TABLE utu.lease TO utu_dispatch;


--
-- Name: COLUMN lease.granted_at; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(granted_at) ON TABLE utu.lease TO utu_router;


--
-- Name: COLUMN lease.expires_at; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(expires_at) ON TABLE utu.lease TO utu_dispatch;


--
-- Name: TABLE limit_change; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.limit_change TO utu_app;


--
-- Name: COLUMN limit_change.signed_by; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(signed_by) ON TABLE utu.limit_change TO utu_app;


--
-- Name: COLUMN limit_change.signed_at; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(signed_at) ON TABLE utu.limit_change TO utu_app;


--
-- Name: COLUMN limit_change.declined_at; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(declined_at) ON TABLE utu.limit_change TO utu_app;


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
GRANT SELECT(id) ON TABLE utu.organisation TO utu_router;


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
-- Name: COLUMN project.id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(id) ON TABLE utu.project TO utu_router;


--
-- Name: COLUMN project.organisation_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(organisation_id) ON TABLE utu.project TO utu_router;


--
-- Name: COLUMN project.state; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(state) ON TABLE utu.project TO utu_router;


--
-- Name: TABLE project_version; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.project_version TO utu_app;


--
-- Name: TABLE project_worker; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.project_worker TO utu_app;


--
-- Name: TABLE qualification; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.qualification TO utu_app;


--
-- Name: TABLE review; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.state; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(state) ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.lease_id; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(lease_id) ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.held_until; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(held_until) ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.reviewer_id; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(reviewer_id) ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.answers; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(answers) ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.answered_at; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(answered_at) ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.verdict; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(verdict) ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.reason; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(reason) ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.note; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(note) ON TABLE utu.review TO utu_app;


--
-- Name: COLUMN review.judged_at; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(judged_at) ON TABLE utu.review TO utu_app;


--
-- Name: TABLE review_draw; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.review_draw TO utu_app;


--
-- Name: TABLE score; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.score TO utu_app;


--
-- Name: TABLE seen; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE utu.seen TO utu_app;


--
-- Name: TABLE seen_near; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE utu.seen_near TO utu_app;


--
-- Name: TABLE shift; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.shift TO utu_app;


--
-- Name: COLUMN shift.organisation_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(organisation_id) ON TABLE utu.shift TO utu_router;


--
-- Name: COLUMN shift.person_id; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(person_id) ON TABLE utu.shift TO utu_router;


--
-- Name: COLUMN shift.starts_at; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT(starts_at) ON TABLE utu.shift TO utu_router;


--
-- Name: COLUMN shift.ends_at; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(ends_at) ON TABLE utu.shift TO utu_app;
GRANT SELECT(ends_at) ON TABLE utu.shift TO utu_router;


--
-- Name: COLUMN shift.cancelled_at; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(cancelled_at) ON TABLE utu.shift TO utu_app;
GRANT SELECT(cancelled_at) ON TABLE utu.shift TO utu_router;


--
-- Name: TABLE spread; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT ON TABLE utu.spread TO utu_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE utu.spread TO utu_router;


--
-- Name: TABLE support_contact; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE utu.support_contact TO utu_app;


--
-- Name: TABLE surprise; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.surprise TO utu_app;


--
-- Name: TABLE team; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.team TO utu_app;


--
-- Name: TABLE team_answer; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.team_answer TO utu_app;


--
-- Name: COLUMN team_answer.n; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(n) ON TABLE utu.team_answer TO utu_app;


--
-- Name: TABLE team_answer_given; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.team_answer_given TO utu_app;


--
-- Name: TABLE training_answer; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.training_answer TO utu_app;


--
-- Name: TABLE training_rule; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.training_rule TO utu_app;


--
-- Name: TABLE voice_post; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT ON TABLE utu.voice_post TO utu_app;


--
-- Name: COLUMN voice_post.body; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(body) ON TABLE utu.voice_post TO utu_app;


--
-- Name: COLUMN voice_post.state; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(state) ON TABLE utu.voice_post TO utu_app;


--
-- Name: COLUMN voice_post.posted_on; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(posted_on) ON TABLE utu.voice_post TO utu_app;


--
-- Name: COLUMN voice_post.seq; Type: ACL; Schema: utu; Owner: -
--

GRANT UPDATE(seq) ON TABLE utu.voice_post TO utu_app;


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
-- Name: TABLE worker_team; Type: ACL; Schema: utu; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE utu.worker_team TO utu_app;


--
-- PostgreSQL database dump complete
--


