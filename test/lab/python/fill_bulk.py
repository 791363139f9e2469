"""Many more accounts, to measure collecting with."""

from domain import Domain

# Without these the database works in quadratic time: lab.md.
OPTIONS = ["batch_mode:1", "transaction_index_cache_size:500000"]
PER_OU = 500


def fill(conf_file, count):
    """Adds count users in organisational units of PER_OU with a group each, in one transaction."""
    d = Domain(conf_file, OPTIONS)
    d.db.transaction_start()
    try:
        bulk = d.ou("Bulk")
        people = []
        for number in range(count):
            if number % PER_OU == 0:
                ou = d.ou(f"Bulk {number // PER_OU:03d}", bulk)
            people.append(d.user(f"bulk{number:06d}", ou))
            if len(people) == PER_OU or number == count - 1:
                d.add(d.dn("CN=Everybody Here", ou), objectClass="group", sAMAccountName=f"bulk group {number}", member=people)
                people = []
        d.db.transaction_commit()
    except BaseException:
        d.db.transaction_cancel()
        raise
