from django.db import migrations

FORBID = """
CREATE FUNCTION audit_is_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- People who leave are forgotten; the line stays.
    IF TG_OP = 'UPDATE'
       AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
       AND (NEW.person_id IS NULL OR NEW.person_id = OLD.person_id)
       AND (to_jsonb(NEW) - 'actor_id' - 'person_id') = (to_jsonb(OLD) - 'actor_id' - 'person_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is never rewritten: add a line';
END $$;
CREATE TRIGGER audit_is_only_added BEFORE UPDATE OR DELETE ON accounts_audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_only_added();
"""
ALLOW = """
DROP TRIGGER audit_is_only_added ON accounts_audit;
DROP FUNCTION audit_is_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_audit_log")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
