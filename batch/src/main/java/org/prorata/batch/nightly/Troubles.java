package org.prorata.batch.nightly;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells troubles of the database that pass by themselves, such as a deadlock or a
 * restart, from errors that stay.
 */
final class Troubles {

    private Troubles() {
    }

    static boolean mayPass(Throwable thrown) {
        return switch (thrown) {
            case PassingTroubleException ex -> true;
            case TransientDataAccessException ex -> true;
            case RecoverableDataAccessException ex -> true;
            case DataAccessResourceFailureException ex -> true;
            case TransactionException ex -> true;
            case SQLTransientException ex -> true;
            case SQLRecoverableException ex -> true;
            case SQLNonTransientConnectionException ex -> true;
            case SQLException ex ->
                ex.getSQLState() != null && (ex.getSQLState().startsWith("08") || ex.getSQLState().startsWith("40"));
            default -> false;
        };
    }

}
