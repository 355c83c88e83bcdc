from django.db import migrations

FORBID = """
CREATE FUNCTION change_is_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- A person who leaves is forgotten; the line stays.
        IF NEW.by_id IS NULL AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN
            RETURN NEW;
        END IF;
    ELSIF NOT EXISTS (
        SELECT 1 FROM causes_page WHERE id = OLD.page_id AND published_at IS NOT NULL
    ) THEN
        RETURN OLD;  -- a draft that nobody ever saw may go, and its lines with it
    END IF;
    RAISE EXCEPTION 'what happened to a page is never rewritten: add a line';
END $$;
CREATE TRIGGER change_is_only_added BEFORE UPDATE OR DELETE ON causes_change
    FOR EACH ROW EXECUTE FUNCTION change_is_only_added();
"""
ALLOW = """
DROP TRIGGER change_is_only_added ON causes_change;
DROP FUNCTION change_is_only_added();
"""


class Migration(migrations.Migration):
    dependencies = [("causes", "0009_life_of_a_page")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
