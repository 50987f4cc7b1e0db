package org.prorata.batch.command;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.prorata.batch.nightly.RunProgress;

/**
 * Shows progress on standard error: a bar on a terminal, a line now and then where there
 * is none.
 */
final class TerminalProgress implements RunProgress, AutoCloseable {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final PrintStream err;

    private final boolean terminal;

    private final AtomicLong done = new AtomicLong();

    private final AtomicLong lastLine = new AtomicLong(System.nanoTime());

    private volatile String stage = "";

    private volatile long items;

    private volatile @Nullable ProgressBar bar;

    TerminalProgress() {
        this.err = System.err;
        this.terminal = isTerminal();
    }

    // the console may be null by its contract, if not in this Java
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public void stage(String name, long count) {
        close();
        this.stage = name;
        this.items = count;
        this.done.set(0);
        if (this.terminal && count > 0) {
            this.bar = new ProgressBarBuilder().setTaskName(name)
                .setInitialMax(count)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(this.err))
                .showSpeed()
                .build();
        }
    }

    @Override
    public void done(int count) {
        long now = this.done.addAndGet(count);
        ProgressBar shown = this.bar;
        if (shown != null) {
            shown.stepTo(now);
        }
        else if (!this.terminal) {
            long last = this.lastLine.get();
            if (System.nanoTime() - last > BETWEEN_LINES.toNanos()
                    && this.lastLine.compareAndSet(last, System.nanoTime())) {
                this.err.println("prorata: " + this.stage + ": " + now + ((this.items > 0) ? " of " + this.items : ""));
            }
        }
    }

    /** Sets how far a stage has come that counts for itself. */
    void reached(String name, long count) {
        if (!name.equals(this.stage)) {
            stage(name, 0);
        }
        done((int) (count - this.done.get()));
    }

    @Override
    public void close() {
        ProgressBar shown = this.bar;
        if (shown != null) {
            shown.close();
            this.bar = null;
        }
    }

}
