package org.prorata.batch.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.prorata.approval.Approver;
import org.prorata.approval.Approvers;
import org.prorata.cancellation.UnitOfWork;
import org.prorata.db.people.Passwords;
import org.prorata.db.people.People;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.people.RoleGrant;
import org.prorata.subscription.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One person of each role, and a second approver, to try the pages with. They have random
 * passwords and are added to an embedded database without people only: a database that
 * somebody configured gets none.
 */
final class DemoPeople {

    private static final String ACTOR = "prorata demo";

    /** Somebody new; the password is kept nowhere. */
    record Login(String login, String password, String roles) {

        Map<String, String> tree() {
            Map<String, String> tree = new LinkedHashMap<>();
            tree.put("login", this.login);
            tree.put("password", this.password);
            tree.put("roles", this.roles);
            return tree;
        }

    }

    private record Wanted(String login, String name, RoleGrant grant) {
    }

    private DemoPeople() {
    }

    static List<Login> addTo(Session session, Map<String, String> environment) {
        People people = session.get(People.class);
        if (!environment.getOrDefault("PRORATA_DATABASE_URL", "").isBlank() || !people.isEmpty()) {
            return List.of();
        }
        Passwords passwords = session.get(Passwords.class);
        List<Login> logins = new ArrayList<>();
        for (Wanted wanted : wanted(tenant(session))) {
            String password = passwords.random();
            Person person = people.create(ACTOR, wanted.name(), wanted.login(), password, false);
            people.give(ACTOR, person, wanted.grant());
            if (wanted.grant().role() == Role.APPROVER) {
                appoint(session, person);
            }
            TenantId tenant = wanted.grant().tenant();
            logins.add(new Login(wanted.login(), password,
                    wanted.grant().role() + ((tenant != null) ? " of " + tenant : "")));
        }
        return logins;
    }

    private static void appoint(Session session, Person person) {
        session.get(UnitOfWork.class).inOneTransaction(() -> {
            session.get(Approvers.class).appoint(Approver.ofEverything(person.id().value()), ACTOR);
            return person;
        });
    }

    private static List<Wanted> wanted(TenantId tenant) {
        return List.of(new Wanted("tenant", "Nora Lind", RoleGrant.tenantAdmin(tenant)),
                new Wanted("approver", "Anna Bērziņa", RoleGrant.of(Role.APPROVER)),
                new Wanted("approver2", "Pär Åkesson", RoleGrant.of(Role.APPROVER)),
                new Wanted("support", "Ivan Petrov", RoleGrant.of(Role.SUPPORT)),
                new Wanted("operator", "Olga Nilsson", RoleGrant.of(Role.OPERATOR)),
                new Wanted("manager", "林美玲", RoleGrant.of(Role.MANAGER)),
                new Wanted("auditor", "Kārlis Ozols", RoleGrant.of(Role.AUDITOR)),
                new Wanted("admin", "Ulla Berg", RoleGrant.of(Role.USER_ADMIN)));
    }

    /** Returns the tenant with the most subscriptions: there is the most to see. */
    private static TenantId tenant(Session session) {
        return session.get(JdbcClient.class).sql("""
                SELECT t.tenant_id FROM tenant t JOIN subscription s ON s.tenant_no = t.tenant_no
                GROUP BY t.tenant_id ORDER BY COUNT(*) DESC, t.tenant_id LIMIT 1
                """).query((row, n) -> TenantId.of(row.getString("tenant_id"))).single();
    }

}
