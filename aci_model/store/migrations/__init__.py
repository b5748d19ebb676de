"""Migrations of the store, run by `aci_model.store.migrating`; a migration once released is never changed."""
