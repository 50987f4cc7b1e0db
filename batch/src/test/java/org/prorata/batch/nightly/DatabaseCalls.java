package org.prorata.batch.nightly;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/**
 * Looks over the shoulder of the program: is told of every statement, commit and rollback
 * before it is sent and after it is answered.
 */
final class DatabaseCalls implements MethodExecutionListener, QueryExecutionListener {

    /** One call: the statement's SQL, or "commit" or "rollback". */
    record Call(String what, boolean answered) {
    }

    private final Consumer<Call> watcher;

    private DatabaseCalls(Consumer<Call> watcher) {
        this.watcher = watcher;
    }

    static UnaryOperator<DataSource> watchedBy(Consumer<Call> watcher) {
        DatabaseCalls calls = new DatabaseCalls(watcher);
        return dataSource -> ProxyDataSourceBuilder.create(dataSource).listener(calls).methodListener(calls).build();
    }

    @Override
    public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        this.watcher.accept(new Call(queries.isEmpty() ? "" : queries.getFirst().getQuery(), false));
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
        this.watcher.accept(new Call(queries.isEmpty() ? "" : queries.getFirst().getQuery(), true));
    }

    @Override
    public void beforeMethod(MethodExecutionContext execution) {
        end(execution, false);
    }

    @Override
    public void afterMethod(MethodExecutionContext execution) {
        end(execution, true);
    }

    private void end(MethodExecutionContext execution, boolean answered) {
        String method = execution.getMethod().getName();
        if (method.equals("commit") || method.equals("rollback")) {
            this.watcher.accept(new Call(method, answered));
        }
    }

}
