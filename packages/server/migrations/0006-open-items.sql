-- Whether anything of a project is open is asked whenever somebody is told that there is nothing: by this, not by all items.
create index item_open on utu.item (project_id) where stage = 'open';
