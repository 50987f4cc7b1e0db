package org.prorata.web.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

/**
 * The one Chromium of a test run: the one that is installed, driven by the node that is
 * installed. Neither is fetched.
 */
final class Browsers {

    private static final class Shared {

        private static final Browser INSTANCE = launch();

    }

    private Browsers() {
    }

    static Browser shared() {
        return Shared.INSTANCE;
    }

    /** Says what is missing; empty when a browser can be started. */
    static String missing() {
        if (chromium().isEmpty()) {
            return "no chromium, chromium-browser or google-chrome on the PATH";
        }
        return onPath("node").isEmpty() ? "no node on the PATH" : "";
    }

    private static Browser launch() {
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH",
                onPath("node").orElseThrow().toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright.chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium().orElseThrow())
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
        return browser;
    }

    private static Optional<Path> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(name -> onPath(name).stream())
            .findFirst();
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst();
    }

}
