-- Delivery: a decision waits for it as a row, and a message is in the hands of one process at a time.

-- Set by the row's birth, cleared in the transaction that writes its messages: a cursor over times would step over
-- decisions that commit late. What was decided before this migration is not announced.
alter table utu.decision add column delivery_due boolean not null default false;
alter table utu.decision alter column delivery_due set default true;
create index decision_delivery on utu.decision (organisation_id, decided_at, id) where delivery_due;

alter table utu.outbox
	add column decision_id uuid references utu.decision,
	-- Who sends it now, and until when nobody else may: after a crash the row is taken up again.
	add column claim uuid,
	add column claimed_until timestamptz,
	-- A message sent again by hand is as young as that wish.
	add column replayed_at timestamptz;
-- One message a decision and webhook, whatever the loop does.
create unique index outbox_once on utu.outbox (webhook_id, decision_id);
create index outbox_webhook_due on utu.outbox (webhook_id, next_attempt_at, id) where state = 'pending';
create index outbox_pending on utu.outbox (project_id, created_at desc, id) where state = 'pending';
create index outbox_dead on utu.outbox (project_id, created_at desc, id) where state = 'dead';

create policy dispatch on utu.decision for select to utu_dispatch using (true);
grant select (organisation_id, delivery_due) on utu.decision to utu_dispatch;
