package org.prorata.web.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.prorata.run.NightlyRun;

/**
 * A run beside those before it: a row of bars, one for each night by how many requests it
 * took, and the same as numbers.
 *
 * @param nights the earliest first; the last is the run itself
 * @param bars one for each night
 */
public record Nights(List<Night> nights, List<Bar> bars) {

    static final int HEIGHT = 60;

    private static final int STEP = 16;

    private static final int WIDTH = 12;

    /**
     * One night.
     *
     * @param run its run
     * @param took how long it took; {@code null} until it is certified
     */
    public record Night(NightlyRun run, @Nullable Duration took) {

        static Night of(NightlyRun run) {
            Instant end = run.finishedAt();
            return new Night(run, (end != null) ? Duration.between(run.startedAt(), end) : null);
        }

    }

    /** A bar of the picture; {@code now} for the run itself. */
    public record Bar(int x, int y, int width, int height, boolean now) {
    }

    /** Draws the nights, which come the latest first. */
    static Nights of(NightlyRun run, List<NightlyRun> before) {
        List<NightlyRun> all = new ArrayList<>(before.reversed());
        all.add(run);
        long most = Math.max(1, all.stream().mapToLong(each -> each.counts().claimed()).max().orElse(1));
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            // a night without requests is a line, not a gap
            int height = (int) Math.max(1, Math.round((double) all.get(i).counts().claimed() * HEIGHT / most));
            bars.add(new Bar(i * STEP, HEIGHT - height, WIDTH, height, i == all.size() - 1));
        }
        return new Nights(all.stream().map(Night::of).toList(), List.copyOf(bars));
    }

    public int width() {
        return this.bars.size() * STEP;
    }

    public int height() {
        return HEIGHT;
    }

}
