from django.db import migrations

FORBID = """
CREATE FUNCTION consent_text_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a consent text is never changed: add a new version';
END $$;
CREATE TRIGGER consent_text_never_changes BEFORE UPDATE ON causes_consenttext
    FOR EACH ROW EXECUTE FUNCTION consent_text_never_changes();
"""
ALLOW = """
DROP TRIGGER consent_text_never_changes ON causes_consenttext;
DROP FUNCTION consent_text_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("causes", "0001_causes_links_and_journals")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
